/** Evaluates a stack's `Conditions`. */

import { arrayOf, objectOf, stringOf } from '../json-value.ts';
import { IntrinsicError, type IntrinsicScope } from './intrinsic-functions.ts';

/** @throws IntrinsicError for anything that is no condition function. */
export function evaluateCondition(condition: unknown, scope: IntrinsicScope): boolean {
  const [name, argument] = Object.entries(objectOf(condition))[0] ?? [];
  const all = () => arrayOf(argument).map((part) => evaluateCondition(part, scope));
  switch (name) {
    case 'Condition':
      return scope.condition(stringOf(argument) ?? '');
    case 'Fn::Equals': {
      const [left, right] = arrayOf(argument).map((part) => JSON.stringify(scope.resolve(part)));
      return left === right;
    }
    case 'Fn::And':
      return all().every(Boolean);
    case 'Fn::Or':
      return all().some(Boolean);
    case 'Fn::Not':
      return !all().every(Boolean);
    default:
      throw new IntrinsicError(`the condition function ${name ?? '(none)'} is not supported`);
  }
}
