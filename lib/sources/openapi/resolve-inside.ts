/** Follows references within one document. */
import { parseReference } from './json-pointer.ts';
import { isObject, type JsonObject, type JsonValue, textAt, valueAt } from './json-value.ts';

/** As many references as may lead from one to the next. */
const MAXIMUM_STEPS = 20;

/** Undefined where they lead to no object, or in a circle. */
export function resolveInside(document: JsonObject, value: JsonValue): JsonObject | undefined {
  let current: JsonValue | undefined = value;
  for (let step = 0; step < MAXIMUM_STEPS; step += 1) {
    const reference = textAt(current, '$ref');
    if (reference === undefined) return isObject(current) ? current : undefined;
    const keys = parseReference(reference)?.keys;
    current = keys === undefined ? undefined : valueAt(document, ...keys);
  }
  return undefined;
}
