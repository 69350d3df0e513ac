/** Reads what the endpoints that clients authenticate at have in common: a form sent by POST, with credentials. */
import { failure, type Result, success } from '../result.ts';
import { type ClientCredentials, readClientCredentials } from './client-authentication.ts';
import { type Form, parseForm } from './form.ts';
import type { TokenFailure } from './token-failure.ts';

/** A request as it came over HTTP. */
export interface ClientHttpRequest {
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

export interface ClientRequest {
  /** The parameters of the body; those without a value are left out. */
  readonly form: Form;
  readonly credentials: ClientCredentials;
}

export interface ExpectedForm {
  /** The parameters that mean something here, besides those of client authentication. */
  readonly parameters: readonly string[];
  /** Those that may be given more than once. @default [] */
  readonly repeatable?: readonly string[];
  /** @default - what is plenty for a token request */
  readonly maximumCharacters?: number;
}

const AUTHENTICATION = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'];

/** What is not exactly one clear request is refused. None of the parameters may stand in the query (RFC 6749 §2.3.1, §3.2). */
export function readClientRequest(
  request: ClientHttpRequest,
  { parameters, repeatable, maximumCharacters }: ExpectedForm,
): Result<ClientRequest, TokenFailure> {
  if (request.method !== 'POST') return failure({ reason: 'method_not_allowed' });
  if (request.queryNames.some((name) => parameters.includes(name) || AUTHENTICATION.includes(name))) {
    return failure({ reason: 'parameter_in_query' });
  }
  const [contentType, ...others] = request.contentTypes;
  if (contentType === undefined || others.length > 0 || !isForm(contentType)) return failure({ reason: 'not_a_form' });
  if (request.body === undefined) return failure({ reason: 'form_malformed' });
  const form = parseForm(request.body, repeatable, maximumCharacters);
  if (!form.ok) return form;
  const credentials = readClientCredentials(request.authorizations, form.value.parameters);
  if (!credentials.ok) return credentials;
  return success({ form: form.value, credentials: credentials.value });
}

function isForm(contentType: string): boolean {
  return /^[ \t]*application\/x-www-form-urlencoded[ \t]*(;.*)?$/i.test(contentType);
}
