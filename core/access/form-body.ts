/** A form in the body of a call: the tokens in it, and what is left of it without them (RFC 6750 §2.2). */
import { decodeFormText } from '../oauth/form.ts';

/** What a body is to whoever looks for a token in it. */
export type FormBody =
  | { readonly kind: 'no-form' }
  /** A form that is compressed, or encoded otherwise, so that its fields cannot be seen. */
  | { readonly kind: 'encoded' }
  /** Its bytes as characters (ISO 8859-1), so that nothing of it is lost. */
  | { readonly kind: 'form'; readonly text: string };

export interface BodyHeaders {
  /** Every value of Content-Type, in order. */
  readonly contentTypes: readonly string[];
  /** Every value of Content-Encoding, in order. */
  readonly contentEncodings: readonly string[];
}

/** The field that RFC 6750 §2.2 gives a token in a body; it has no other name. */
const TOKEN_FIELD = 'access_token';

/** Twelve characters, each as it is or escaped: whatever else is there need not be decoded, which takes its time. */
const AS_LONG_AS_TOKEN_FIELD = /^(?:[a-z_]|%[0-9a-f]{2}){12}$/i;

/**
 * Whatever stands behind the media type, since PHP reads no further than to the first blank.
 *
 * @param text the body's bytes as characters; asked for only when they matter
 */
export function readFormBody({ contentTypes, contentEncodings }: BodyHeaders, text: () => string): FormBody {
  if (!contentTypes.some((one) => /^[ \t]*application\/x-www-form-urlencoded([ \t;,]|$)/i.test(one))) {
    return { kind: 'no-form' };
  }
  const encoded = contentEncodings.some((one) => !/^[ \t]*(identity)?[ \t]*$/i.test(one));
  return encoded ? { kind: 'encoded' } : { kind: 'form', text: text() };
}

/** Every value of the token's field, decoded; one that cannot be decoded stays as it is, and is a token all the same. */
export function tokensOfForm(text: string): readonly string[] {
  return text
    .split('&')
    .filter(holdsToken)
    .map((field) => {
      const equals = field.indexOf('=');
      const value = equals === -1 ? '' : field.slice(equals + 1);
      return decodeFormText(value) ?? value;
    });
}

/** The form without the token's fields; the others keep every byte and their order. */
export function withoutTokens(text: string): string {
  return text
    .split('&')
    .filter((field) => !holdsToken(field))
    .join('&');
}

function holdsToken(field: string): boolean {
  const equals = field.indexOf('=');
  const name = equals === -1 ? field : field.slice(0, equals);
  return AS_LONG_AS_TOKEN_FIELD.test(name) && decodeFormText(name) === TOKEN_FIELD;
}
