/** Reads the attributes of an item, and takes none for granted: whoever can write to a table can write anything. */
import { UnreadableItemError } from '#core/registry/store-faults.ts';

/** What an item is written with. A reader refuses any other number; unknown attributes it ignores. */
export const ITEM_SCHEMA = 1;

const TEXT_CHARACTERS = 4_096;
const LIST_ENTRIES = 1_000;
/** The last millisecond that a Date can hold. */
const LAST_TIME = 8_640_000_000_000_000;

/** Every method throws an UnreadableItemError that names the field when it holds anything but what the method says. */
export interface ItemFields {
  has(field: string): boolean;
  /** A text of 1 to 4,096 characters that is not blank. */
  text(field: string): string;
  matching(field: string, pattern: RegExp): string;
  oneOf<Value extends string>(field: string, values: readonly Value[]): Value;
  /** A whole number from 1. */
  count(field: string): number;
  /** Epoch milliseconds, of a moment that a Date can hold. */
  time(field: string): number;
  /** Epoch seconds. */
  seconds(field: string): number;
  texts(field: string): readonly string[];
  /** A list of at most 1,000 of the values. */
  listOf<Value extends string>(field: string, values: readonly Value[]): readonly Value[];
  /** A map of at most 1,000 texts. */
  textMap(field: string): Readonly<Record<string, string>>;
  /** A map. */
  nested<Value>(field: string, read: (fields: ItemFields) => Value): Value;
  /** A list of at most 1,000 maps. */
  list<Entry>(field: string, read: (fields: ItemFields) => Entry): readonly Entry[];
}

/** @param path where in the item the attributes stand, for instance `secrets[0].` */
export function itemFields(table: string, id: string, attributes: unknown, path = ''): ItemFields {
  const refuse = (field: string) => new UnreadableItemError(table, id, `${path}${field}`);
  const value = (field: string): unknown =>
    isRecord(attributes) && Object.hasOwn(attributes, field) ? attributes[field] : undefined;
  const matched = <Value>(field: string, guard: (candidate: unknown) => candidate is Value): Value => {
    const found = value(field);
    if (!guard(found)) throw refuse(field);
    return found;
  };
  return {
    has: (field) => value(field) !== undefined,
    text: (field) => matched(field, isText),
    matching: (field, pattern) =>
      matched(field, (found): found is string => typeof found === 'string' && pattern.test(found)),
    oneOf: <Value extends string>(field: string, values: readonly Value[]) =>
      matched(field, (found): found is Value => values.some((allowed) => allowed === found)),
    count: (field) => matched(field, (found): found is number => isWhole(found) && found >= 1),
    seconds: (field) => matched(field, (found): found is number => isWhole(found) && found <= LAST_TIME / 1_000),
    time: (field) => matched(field, (found): found is number => isWhole(found) && found <= LAST_TIME),
    texts: (field) =>
      matched(field, (found): found is readonly string[] => isList(found) && found.every((entry) => isText(entry))),
    listOf: <Value extends string>(field: string, values: readonly Value[]) =>
      matched(
        field,
        (found): found is readonly Value[] =>
          isList(found) && found.every((entry) => values.some((one) => one === entry)),
      ),
    textMap: (field) => matched(field, isTextMap),
    nested: (field, read) => {
      const attributesOfField = matched(field, isRecord);
      return read(itemFields(table, id, attributesOfField, `${path}${field}.`));
    },
    list: (field, read) =>
      matched(field, isList).map((entry, index) => {
        if (!isRecord(entry)) throw refuse(`${field}[${index}]`);
        return read(itemFields(table, id, entry, `${path}${field}[${index}].`));
      }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  if (!isRecord(value)) return false;
  const values = Object.values(value);
  return values.length <= LIST_ENTRIES && values.every((entry) => typeof entry === 'string');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= TEXT_CHARACTERS;
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= LIST_ENTRIES;
}
