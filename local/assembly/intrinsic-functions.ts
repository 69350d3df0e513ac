/** CloudFormation's intrinsic functions that need nothing but their arguments and a way to resolve them. */
import { arrayOf, isObject, numberOf, objectOf, stringOf } from '../json-value.ts';

/** What an intrinsic function may ask of the stack it stands in. */
export interface IntrinsicScope {
  /** Resolves a nested value; `AWS::NoValue` becomes {@link NO_VALUE}. */
  resolve(value: unknown): unknown;
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, key: string, name: string): unknown;
  importValue(name: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
}

/** What `Ref: AWS::NoValue` gives: the key or item it stands at is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** Thrown for a malformed or unknown function; whoever resolves a resource adds stack and logical id. */
export class IntrinsicError extends Error {
  override readonly name = 'IntrinsicError';
}

export type IntrinsicFunction = (argument: unknown, scope: IntrinsicScope) => unknown;

export const INTRINSIC_FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument, scope);
    return scope.attribute(text(logicalId, 'Fn::GetAtt'), attribute.map((part) => text(part, 'Fn::GetAtt')).join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [delimiter, items] = arrayOf(argument);
    return list(scope.resolve(items), scope)
      .map((item) => text(item, 'Fn::Join'))
      .join(text(delimiter, 'Fn::Join'));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables] = typeof argument === 'string' ? [argument, {}] : arrayOf(argument);
    return substitute(text(template, 'Fn::Sub'), objectOf(variables), scope);
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = arrayOf(argument);
    const chosen = list(scope.resolve(items), scope)[numberOf(scope.resolve(index)) ?? -1];
    if (chosen === undefined) throw new IntrinsicError('Fn::Select points beyond its list');
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = arrayOf(argument);
    return text(scope.resolve(source), 'Fn::Split').split(text(delimiter, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = arrayOf(argument);
    return scope.resolve(scope.condition(text(condition, 'Fn::If')) ? whenTrue : whenFalse);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, name] = list(argument, scope).map((part) => text(part, 'Fn::FindInMap'));
    return scope.mapping(map ?? '', key ?? '', name ?? '');
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(scope.resolve(argument), 'Fn::Base64')).toString('base64'),
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(scope.resolve(argument), 'Fn::ImportValue')),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = objectOf(argument);
    const stackName = text(scope.resolve(StackName), 'Fn::GetStackOutput');
    return scope.stackOutput(stackName, text(scope.resolve(OutputName), 'Fn::GetStackOutput'));
  },
  'Fn::Length': (argument, scope) => list(scope.resolve(argument), scope).length,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(scope.resolve(argument)),
};

/** The function's name when a value is a call of one: an object with a single key that names it. */
export function intrinsicNameOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const [name, other] = Object.keys(value);
  return name !== undefined && other === undefined && (name === 'Ref' || name.startsWith('Fn::')) ? name : undefined;
}

/** `${Name}` is a Ref, `${Name.Attribute}` a GetAtt, `${!Literal}` stays `${Literal}`. */
function substitute(template: string, variables: Readonly<Record<string, unknown>>, scope: IntrinsicScope): string {
  return template.replaceAll(/\$\{([^}]+)\}/g, (_, expression: string) => {
    const name = expression.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return text(scope.resolve(variables[name]), 'Fn::Sub');
    const [logicalId, ...attribute] = name.split('.');
    const value = attribute.length === 0 ? scope.ref(name) : scope.attribute(logicalId ?? '', attribute.join('.'));
    return text(value, 'Fn::Sub');
  });
}

function list(value: unknown, scope: IntrinsicScope): readonly unknown[] {
  if (!Array.isArray(value)) throw new IntrinsicError('an intrinsic function was given no list');
  return value.map((item) => scope.resolve(item)).filter((item) => item !== NO_VALUE);
}

function text(value: unknown, name: string): string {
  const found = typeof value === 'number' || typeof value === 'boolean' ? String(value) : stringOf(value);
  if (found === undefined) throw new IntrinsicError(`${name} was given something that is no text`);
  return found;
}
