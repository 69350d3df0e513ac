/** Reads a token request (RFC 6749 §4.4.2) strictly: what is not exactly one clear request is refused. */
import { failure, type Result, success } from '../result.ts';
import type { ClientCredentials } from './client-authentication.ts';
import { type ClientHttpRequest, readClientRequest } from './client-request.ts';
import type { TokenFailure } from './token-failure.ts';

export interface TokenRequest {
  readonly grantType: string;
  /** As sent; undefined when omitted or empty. */
  readonly scope: string | undefined;
  /** The resource indicators (RFC 8707 §2), as sent. */
  readonly resources: readonly string[];
  readonly credentials: ClientCredentials;
}

const FORM = { parameters: ['grant_type', 'scope', 'resource'], repeatable: ['resource'] };

export function readTokenRequest(request: ClientHttpRequest): Result<TokenRequest, TokenFailure> {
  const read = readClientRequest(request, FORM);
  if (!read.ok) return read;
  const { form, credentials } = read.value;
  const { parameters, repeated } = form;
  const grantType = parameters.get('grant_type');
  if (grantType === undefined) return failure({ reason: 'grant_type_missing' });
  return success({
    grantType,
    scope: parameters.get('scope'),
    resources: repeated.get('resource') ?? [],
    credentials,
  });
}
