/** JSON values as they come out of a file, read by their own keys only: a document may call a thing `constructor`. */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value at the end of a chain of keys; undefined where one is missing. */
export function valueAt(value: JsonValue | undefined, ...keys: readonly (string | number)[]): JsonValue | undefined {
  let current = value;
  for (const key of keys) {
    const name = String(key);
    if (isList(current)) current = /^(0|[1-9]\d*)$/.test(name) ? current[Number(name)] : undefined;
    else current = isObject(current) && Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current;
}

export function textAt(value: JsonValue | undefined, ...keys: readonly (string | number)[]): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

/** No entries for what is no object. */
export function entriesAt(
  value: JsonValue | undefined,
  ...keys: readonly (string | number)[]
): readonly (readonly [string, JsonValue])[] {
  const found = valueAt(value, ...keys);
  return isObject(found) ? Object.entries(found) : [];
}

/** No items for what is no list. */
export function itemsAt(value: JsonValue | undefined, ...keys: readonly (string | number)[]): readonly JsonValue[] {
  const found = valueAt(value, ...keys);
  return isList(found) ? found : [];
}
