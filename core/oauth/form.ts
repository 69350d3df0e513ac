/** Reads application/x-www-form-urlencoded text strictly (RFC 6749 appendix B). */

export type FormFailure =
  | { readonly reason: 'form_too_large' }
  | { readonly reason: 'form_malformed' }
  | { readonly reason: 'parameter_repeated' };

/** Far above what a token request needs, far below what would cost anything to read. */
const MAXIMUM_CHARACTERS = 32_768;
const MAXIMUM_PARAMETERS = 100;

export interface Form {
  readonly parameters: ReadonlyMap<string, string>;
  /** Every value, in the order sent, of the parameters that may be repeated. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
}

/**
 * Parameters by name. One sent without a value is left out (RFC 6749 §3.2); one sent twice is refused, whatever its
 * value, but for those named in `repeatable`.
 *
 * @param maximumCharacters of the text
 */
export function parseForm(
  text: string,
  repeatable: readonly string[] = [],
  maximumCharacters = MAXIMUM_CHARACTERS,
): { readonly ok: true; readonly value: Form } | { readonly ok: false; readonly failure: FormFailure } {
  if (text.length > maximumCharacters) return refuse('form_too_large');
  // Not more is split than would be taken: two million ampersands are two million texts.
  const pairs = text.split('&', MAXIMUM_PARAMETERS + 1);
  if (pairs.length > MAXIMUM_PARAMETERS) return refuse('form_too_large');
  const seen = new Set<string>();
  const parameters = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  for (const pair of pairs.filter((one) => one !== '')) {
    const equals = pair.indexOf('=');
    const name = decodeFormText(equals === -1 ? pair : pair.slice(0, equals));
    const value = decodeFormText(equals === -1 ? '' : pair.slice(equals + 1));
    if (name === undefined || value === undefined) return refuse('form_malformed');
    if (repeatable.includes(name)) {
      if (value !== '') repeated.set(name, [...(repeated.get(name) ?? []), value]);
      continue;
    }
    if (seen.has(name)) return refuse('parameter_repeated');
    seen.add(name);
    if (value !== '') parameters.set(name, value);
  }
  return { ok: true, value: { parameters, repeated } };
}

/** Decodes `+` and percent escapes; undefined for an escape that is cut off or not UTF-8. */
export function decodeFormText(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function refuse(reason: FormFailure['reason']): { readonly ok: false; readonly failure: FormFailure } {
  return { ok: false, failure: { reason } };
}
