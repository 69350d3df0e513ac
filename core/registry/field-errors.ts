/** Says of each field of a request what is wrong with it, from what its schema found. */
import type { FieldError } from './registry-failure.ts';

export interface SchemaIssue {
  /** Begins with the part of the request: `path`, `query` or `body`. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of a strict object, the keys that it does not know. */
  readonly keys?: readonly PropertyKey[];
}

const MAX_ERRORS = 50;
const MAX_NAME_CHARACTERS = 100;

/** One error a field, the first that was found. */
export function fieldErrorsOf(issues: readonly SchemaIssue[]): readonly FieldError[] {
  const messages = new Map<string, string>();
  for (const { path, message, keys } of issues) {
    const found = keys === undefined ? [{ path, message }] : keys.map((key) => unknownField([...path, key]));
    for (const one of found) {
      const field = fieldName(one.path);
      if (!messages.has(field)) messages.set(field, one.message);
    }
  }
  return boundedErrors([...messages].map(([field, message]) => ({ field, message })));
}

/** As many as somebody may want to read: 50 fields, and 100 characters of the name of each, which can be the caller's own. */
export function boundedErrors(errors: readonly FieldError[]): readonly FieldError[] {
  return errors
    .slice(0, MAX_ERRORS)
    .map(({ field, message }) => ({ field: field.slice(0, MAX_NAME_CHARACTERS), message }));
}

function unknownField(path: readonly PropertyKey[]) {
  return { path, message: 'is not known here' };
}

/** `['body', 'projects', 0, 'projectId']` is `projects[0].projectId`; `['body']` is `body`. */
function fieldName([part, ...path]: readonly PropertyKey[]): string {
  if (path.length === 0) return String(part);
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return name.replace(/^\./, '').slice(0, MAX_NAME_CHARACTERS);
}
