/** Reads the client's credentials from a request: by exactly one of the methods of authentication. */
import { failure, type Result, success } from '../result.ts';
import { JWT_BEARER } from './client-assertion.ts';
import { decodeFormText } from './form.ts';
import type { TokenFailure } from './token-failure.ts';

export type ClientCredentials = SecretCredentials | AssertionCredentials;

export interface SecretCredentials {
  readonly method: 'client_secret_basic' | 'client_secret_post';
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AssertionCredentials {
  readonly method: 'private_key_jwt';
  /** A JWT, as sent. */
  readonly clientAssertion: string;
  /** Not needed (RFC 7521 §4.2); if it is sent, it must be that of the assertion. */
  readonly clientId: string | undefined;
}

/** RFC 7617 allows any length; ours are under 100 characters. */
const MAXIMUM_BASIC_CHARACTERS = 4_096;

/**
 * @param authorizations every value of the Authorization header
 * @param form the parameters of the body
 * @see RFC 6749 §2.3
 */
export function readClientCredentials(
  authorizations: readonly string[],
  form: ReadonlyMap<string, string>,
): Result<ClientCredentials, TokenFailure> {
  const [authorization, ...others] = authorizations;
  if (others.length > 0) return failure({ reason: 'several_authorization_headers' });
  const assertion = form.has('client_assertion') || form.has('client_assertion_type');
  if (authorization !== undefined) {
    if (assertion || form.has('client_secret')) return failure({ reason: 'several_authentication_methods' });
    return readBasic(authorization, form.get('client_id'));
  }
  if (assertion) return readAssertion(form);
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret');
  if (clientId === undefined || clientSecret === undefined) return failure({ reason: 'authentication_missing' });
  return success({ method: 'client_secret_post', clientId, clientSecret });
}

function readAssertion(form: ReadonlyMap<string, string>): Result<ClientCredentials, TokenFailure> {
  if (form.has('client_secret')) return failure({ reason: 'several_authentication_methods' });
  const clientAssertion = form.get('client_assertion');
  const type = form.get('client_assertion_type');
  if (clientAssertion === undefined || type === undefined) return failure({ reason: 'assertion_incomplete' });
  if (type !== JWT_BEARER) return failure({ reason: 'authentication_method_unsupported' });
  return success({ method: 'private_key_jwt', clientAssertion, clientId: form.get('client_id') });
}

/** Each half is form-encoded before it is put together (RFC 6749 §2.3.1); the first colon parts them (RFC 7617 §2). */
function readBasic(authorization: string, formClientId: string | undefined): Result<ClientCredentials, TokenFailure> {
  if (authorization.length > MAXIMUM_BASIC_CHARACTERS) return failure({ reason: 'basic_malformed' });
  const scheme = /^[ \t]*(\S+)/.exec(authorization)?.[1] ?? '';
  if (scheme.toLowerCase() !== 'basic') return failure({ reason: 'authentication_method_unsupported' });
  // Words and blanks are told apart by every character: nothing is tried twice, however long the blanks are.
  const encoded = /^[ \t]*\S+[ \t]+(\S+)[ \t]*$/.exec(authorization)?.[1] ?? '';
  const text = decodeBase64Text(encoded);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon === -1) return failure({ reason: 'basic_malformed' });
  const clientId = decodeFormText(text.slice(0, colon));
  const clientSecret = decodeFormText(text.slice(colon + 1));
  if (!clientId || !clientSecret) return failure({ reason: 'basic_malformed' });
  if (formClientId !== undefined && formClientId !== clientId) return failure({ reason: 'client_id_contradicted' });
  return success({ method: 'client_secret_basic', clientId, clientSecret });
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 (padding optional) of UTF-8 text; undefined for anything else. Short input only: it goes through escapes. */
function decodeBase64Text(encoded: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  const digits = encoded.replace(/=+$/, '');
  if (digits.length % 4 === 1 || (encoded.length > digits.length && encoded.length % 4 !== 0)) return undefined;
  let escapes = '';
  let bits = 0;
  let value = 0;
  for (const digit of digits) {
    value = ((value << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      escapes += `%${((value >> bits) & 0xff).toString(16).padStart(2, '0')}`;
    }
  }
  try {
    return decodeURIComponent(escapes);
  } catch {
    return undefined;
  }
}
