/** The part of JSON Schema draft 4 that body models are checked with; a schema that uses more is reported, never half-checked. */

import { isObject } from '../json-value.ts';
import { compileLimit } from './json-schema-limits.ts';
import type { Report } from './unsupported.ts';

/** What is wrong with a value, in words; empty when it conforms. */
export type BodySchema = (value: unknown) => readonly string[];

const ANNOTATIONS = new Set([
  '$schema',
  'id',
  '$id',
  'title',
  'description',
  'default',
  'example',
  'examples',
  '$comment',
]);

/** @param where names the place inside the schema in reports, for instance `#/properties/name` */
export function compileSchema(schema: unknown, report: Report, where = '#'): BodySchema {
  if (!isObject(schema)) {
    report(`the schema at ${where} is not an object`);
    return () => [];
  }
  const checks = Object.entries(schema)
    .filter(([keyword]) => !ANNOTATIONS.has(keyword))
    .map(([keyword, argument]) => {
      const check = compileKeyword(keyword, argument, schema, report, where);
      if (check === undefined) report(`the schema keyword "${keyword}" at ${where} is not supported`);
      return check ?? (() => []);
    });
  return (value) => checks.flatMap((check) => check(value));
}

function compileKeyword(
  keyword: string,
  argument: unknown,
  schema: Readonly<Record<string, unknown>>,
  report: Report,
  where: string,
): BodySchema | undefined {
  switch (keyword) {
    case 'type':
      return compileType(argument);
    case 'enum':
      return Array.isArray(argument)
        ? (value) => (argument.some((item) => isDeepEqual(item, value)) ? [] : ['instance value not found in enum'])
        : undefined;
    case 'required':
      return compileRequired(argument);
    case 'properties':
      return isObject(argument) ? compileProperties(argument, report, `${where}/properties`) : undefined;
    case 'additionalProperties':
      return compileAdditionalProperties(
        argument,
        Object.keys(isObject(schema.properties) ? schema.properties : {}),
        report,
        where,
      );
    case 'items': {
      if (!isObject(argument)) return undefined;
      const check = compileSchema(argument, report, `${where}/items`);
      return (value) => (Array.isArray(value) ? value.flatMap(check) : []);
    }
    case 'pattern': {
      const pattern = typeof argument === 'string' ? compilePattern(argument) : undefined;
      return (
        pattern &&
        ((value) =>
          typeof value !== 'string' || pattern.test(value)
            ? []
            : [`ECMA 262 regex ${pattern.source} does not match input string`])
      );
    }
    default:
      return compileLimit(keyword, argument, schema);
  }
}

function compileType(argument: unknown): BodySchema | undefined {
  const types: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const known = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
  if (!types.every((type) => typeof type === 'string' && known.includes(type))) return undefined;
  return (value) =>
    types.includes(typeOf(value)) || (typeOf(value) === 'integer' && types.includes('number'))
      ? []
      : [
          `instance type (${typeOf(value)}) does not match any allowed primitive type (allowed: ${JSON.stringify(types)})`,
        ];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

function compileRequired(argument: unknown): BodySchema | undefined {
  if (!Array.isArray(argument) || !argument.every((name) => typeof name === 'string')) return undefined;
  return (value) => {
    const missing = isObject(value) ? argument.filter((name) => !Object.hasOwn(value, name)) : [];
    return missing.length === 0 ? [] : [`object has missing required properties (${JSON.stringify(missing)})`];
  };
}

function compileProperties(properties: Readonly<Record<string, unknown>>, report: Report, where: string): BodySchema {
  const checks = Object.entries(properties).map(
    ([name, schema]) => [name, compileSchema(schema, report, `${where}/${name}`)] as const,
  );
  return (value) =>
    isObject(value) ? checks.flatMap(([name, check]) => (Object.hasOwn(value, name) ? check(value[name]) : [])) : [];
}

function compileAdditionalProperties(
  argument: unknown,
  declared: readonly string[],
  report: Report,
  where: string,
): BodySchema | undefined {
  if (argument === true) return () => [];
  const check =
    argument === false
      ? () => ['object instance has properties which are not allowed by the schema']
      : isObject(argument)
        ? compileSchema(argument, report, `${where}/additionalProperties`)
        : undefined;
  return (
    check &&
    ((value) =>
      isObject(value)
        ? Object.keys(value)
            .filter((name) => !declared.includes(name))
            .flatMap((name) => check(value[name]))
        : [])
  );
}

function compilePattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

function isDeepEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isDeepEqual(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isDeepEqual(one[name], other[name]))
  );
}
