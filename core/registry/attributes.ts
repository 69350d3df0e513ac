/** Free attributes of clients, products and subscriptions, which policies can put into tokens. */
import type { FieldError } from './registry-failure.ts';

/** By name. Names and values are checked where they come in. */
export type Attributes = Readonly<Record<string, string>>;

/** `null` in place of a value takes that attribute away, in place of everything all of them. */
export type AttributesPatch = Readonly<Record<string, string | null>> | null;

const MAX_ATTRIBUTES = 20;

/** @param patch undefined changes nothing */
export function patchAttributes(current: Attributes, patch: AttributesPatch | undefined): Attributes {
  if (patch === undefined) return current;
  const merged: Readonly<Record<string, string | null>> = patch === null ? {} : { ...current, ...patch };
  return Object.fromEntries(Object.entries(merged).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

export function findAttributeErrors(attributes: Attributes): readonly FieldError[] {
  if (Object.keys(attributes).length <= MAX_ATTRIBUTES) return [];
  return [{ field: 'attributes', message: `must have at most ${MAX_ATTRIBUTES} attributes` }];
}
