/** The keywords of JSON Schema draft 4 that limit numbers, lengths and counts. */

import { isObject } from '../json-value.ts';
import type { BodySchema } from './json-schema.ts';

/** @returns `undefined` for a keyword that is no limit, or one with an unusable argument */
export function compileLimit(
  keyword: string,
  argument: unknown,
  schema: Readonly<Record<string, unknown>>,
): BodySchema | undefined {
  if (keyword === 'exclusiveMinimum' || keyword === 'exclusiveMaximum') {
    return typeof argument === 'boolean' ? () => [] : undefined;
  }
  if (typeof argument !== 'number') return undefined;
  const outside =
    (wrong: (value: unknown) => boolean, words: string): BodySchema =>
    (value) =>
      wrong(value) ? [`${words} (${argument})`] : [];
  const belowMinimum = (value: number) => (schema.exclusiveMinimum === true ? value <= argument : value < argument);
  const aboveMaximum = (value: number) => (schema.exclusiveMaximum === true ? value >= argument : value > argument);
  switch (keyword) {
    case 'minimum':
      return outside(
        (value) => typeof value === 'number' && belowMinimum(value),
        'numeric instance is lower than the required minimum',
      );
    case 'maximum':
      return outside(
        (value) => typeof value === 'number' && aboveMaximum(value),
        'numeric instance is greater than the required maximum',
      );
    case 'minLength':
      return outside(
        (value) => typeof value === 'string' && [...value].length < argument,
        'string is too short, length below',
      );
    case 'maxLength':
      return outside(
        (value) => typeof value === 'string' && [...value].length > argument,
        'string is too long, length above',
      );
    case 'minItems':
      return outside(
        (value) => Array.isArray(value) && value.length < argument,
        'array is too short, must have at least',
      );
    case 'maxItems':
      return outside(
        (value) => Array.isArray(value) && value.length > argument,
        'array is too long, must have at most',
      );
    case 'minProperties':
      return outside(
        (value) => isObject(value) && Object.keys(value).length < argument,
        'object has too few properties, at least',
      );
    case 'maxProperties':
      return outside(
        (value) => isObject(value) && Object.keys(value).length > argument,
        'object has too many properties, at most',
      );
    default:
      return undefined;
  }
}
