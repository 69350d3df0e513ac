/** Reads the properties of a resource by name and type, and reports every property that nobody asked for. */
import { isObject, numberOf, scalarText } from '../json-value.ts';
import type { Report } from './unsupported.ts';

/** Properties are `undefined` when the template lacks them; one of a wrong type is reported and counts as absent. */
export interface PropertyReader {
  text(name: string): string | undefined;
  /** Also of the text `"300"`, which CloudFormation accepts. */
  number(name: string): number | undefined;
  /** Also of the text `"true"`, which CloudFormation accepts. */
  flag(name: string): boolean | undefined;
  texts(name: string): readonly string[];
  /** A map whose values are scalars, given as text. */
  textMap(name: string): ReadonlyMap<string, string>;
  nested(name: string): PropertyReader | undefined;
  nestedList(name: string): readonly PropertyReader[];
  raw(name: string): unknown;
  /** Properties that change no answer. */
  ignore(...names: readonly string[]): void;
  /** Reports what was neither read nor ignored. To be called last. */
  close(): void;
}

/** @param where names the place inside the resource in messages, for instance `Integration.` */
export function readProperties(values: unknown, report: Report, where = ''): PropertyReader {
  if (!isObject(values)) report(`${where === '' ? 'Properties' : where.slice(0, -1)} is not a map`);
  const properties = isObject(values) ? values : {};
  const seen = new Set<string>();

  function take<T>(name: string, expected: string, parse: (value: unknown) => T | undefined): T | undefined {
    seen.add(name);
    const value = properties[name];
    if (value === undefined || value === null) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) report(`${where}${name} is not ${expected}`);
    return parsed;
  }

  return {
    text: (name) => take(name, 'text', scalarText),
    number: (name) => take(name, 'a number', numberOf),
    flag: (name) => take(name, 'true or false', parseFlag),
    texts: (name) => take(name, 'a list of texts', parseTexts) ?? [],
    textMap: (name) => take(name, 'a map of texts', parseTextMap) ?? new Map(),
    nested: (name) => {
      const value = take(name, 'a map', (given) => (isObject(given) ? given : undefined));
      return value === undefined ? undefined : readProperties(value, report, `${where}${name}.`);
    },
    nestedList: (name) =>
      (
        take(name, 'a list', (given): readonly unknown[] | undefined => (Array.isArray(given) ? given : undefined)) ??
        []
      ).map((item, index) => readProperties(item, report, `${where}${name}[${index}].`)),
    raw: (name) => take(name, 'a value', (value) => value),
    ignore: (...names) => {
      for (const name of names) seen.add(name);
    },
    close: () => {
      for (const [name, value] of Object.entries(properties)) {
        if (!seen.has(name) && value !== undefined && value !== null) report(`${where}${name} is not supported`);
      }
    },
  };
}

function parseFlag(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

function parseTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.map(scalarText).filter((text) => text !== undefined);
  return texts.length === value.length ? texts : undefined;
}

function parseTextMap(value: unknown): ReadonlyMap<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const texts = new Map<string, string>();
  for (const [name, item] of Object.entries(value)) {
    const text = scalarText(item);
    if (text === undefined) return undefined;
    texts.set(name, text);
  }
  return texts;
}
