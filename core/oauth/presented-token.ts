/** Reads a request about a token, which is the same for introspection (RFC 7662 §2.1) and revocation (RFC 7009 §2.1). */
import { failure, type Result, success } from '../result.ts';
import type { ClientCredentials } from './client-authentication.ts';
import { type ClientHttpRequest, readClientRequest } from './client-request.ts';
import type { TokenFailure } from './token-failure.ts';

export interface PresentedToken {
  /** As sent, whatever it is. */
  readonly token: string;
  readonly credentials: ClientCredentials;
}

const FORM = {
  // The hint is known, so that it may not be given twice or in the query; there is one kind of token, so it hints at nothing.
  parameters: ['token', 'token_type_hint'],
  // Whatever is sent for a token is judged as one: a text that is far too long is no live token, and no bad request.
  maximumCharacters: 2_000_000,
};

export function readPresentedToken(request: ClientHttpRequest): Result<PresentedToken, TokenFailure> {
  const read = readClientRequest(request, FORM);
  if (!read.ok) return read;
  const { form, credentials } = read.value;
  const token = form.parameters.get('token');
  return token === undefined ? failure({ reason: 'token_missing' }) : success({ token, credentials });
}
