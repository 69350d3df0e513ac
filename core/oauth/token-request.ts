/** Reads a token request (RFC 6749 §4.4.2) strictly: what is not exactly one clear request is refused. */
import { failure, type Result, success } from '../result.ts';
import { type ClientCredentials, readClientCredentials } from './client-authentication.ts';
import { parseForm } from './form.ts';
import type { TokenFailure } from './token-failure.ts';

/** A request to the token endpoint as it came over HTTP. */
export interface TokenHttpRequest {
  readonly method: string;
  /** Every value of the header, in order. */
  readonly contentTypes: readonly string[];
  /** Every value of the header, in order. */
  readonly authorizations: readonly string[];
  /** Names of the parameters of the query string. */
  readonly queryNames: readonly string[];
  /** Undefined when the body is not UTF-8. */
  readonly body: string | undefined;
}

export interface TokenRequest {
  readonly grantType: string;
  /** As sent; undefined when omitted or empty. */
  readonly scope: string | undefined;
  readonly credentials: ClientCredentials;
}

/** The parameters that mean something here: none of them may stand in the query string (RFC 6749 §2.3.1, §3.2). */
const PARAMETERS = [
  'grant_type',
  'scope',
  'resource',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
];

export function readTokenRequest(request: TokenHttpRequest): Result<TokenRequest, TokenFailure> {
  if (request.method !== 'POST') return failure({ reason: 'method_not_allowed' });
  if (request.queryNames.some((name) => PARAMETERS.includes(name))) return failure({ reason: 'parameter_in_query' });
  const [contentType, ...others] = request.contentTypes;
  if (contentType === undefined || others.length > 0 || !isForm(contentType)) return failure({ reason: 'not_a_form' });
  if (request.body === undefined) return failure({ reason: 'form_malformed' });
  const form = parseForm(request.body, ['resource']);
  if (!form.ok) return form;
  const credentials = readClientCredentials(request.authorizations, form.value);
  if (!credentials.ok) return credentials;
  const grantType = form.value.get('grant_type');
  if (grantType === undefined) return failure({ reason: 'grant_type_missing' });
  return success({ grantType, scope: form.value.get('scope'), credentials: credentials.value });
}

function isForm(contentType: string): boolean {
  return /^[ \t]*application\/x-www-form-urlencoded[ \t]*(;.*)?$/i.test(contentType);
}
