/** Schemas of texts and objects in requests, whose errors are read after the field's name. */
import * as z from 'zod';

/** Control characters, line and paragraph separators, halves of characters, and what turns the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** An object that has these fields and no others. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: expecting('an object') });
}

export function text() {
  return z.string({ error: expecting('a text') });
}

/** A text that can be shown to people on one line. */
export function printable(maximum: number) {
  const error = `must have 1 to ${maximum} characters, not all of them blank and none of them a control character`;
  return text()
    .min(1, { error })
    .max(maximum, { error })
    .refine((value) => value.trim() !== '' && !UNPRINTABLE.test(value), { error });
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: expecting(values.map((value) => `"${value}"`).join(' or ')) });
}

/** @param what for instance `a list` */
export function expecting(what: string) {
  return (issue: { readonly code?: string; readonly input?: unknown }): string | undefined => {
    if (issue.code === 'unrecognized_keys') return undefined;
    return issue.input === undefined ? 'is required' : `must be ${what}`;
  };
}
