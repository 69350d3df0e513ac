/** What a function answers to a call that it refuses (RFC 6750 §3). An authorizer has gateway responses for it. */
import { type AccessFailure, refusalOf } from './access-failure.ts';

export interface AccessErrorAnswer {
  readonly status: 400 | 401 | 403;
  /** Value of the WWW-Authenticate header. */
  readonly challenge: string;
  readonly error: string;
  readonly description: string;
  /** The scopes that are needed, space-separated; empty when scopes are not the matter. */
  readonly scope: string;
}

/** @param realm the server group's name */
export function answerAccessFailure(failure: AccessFailure, realm: string): AccessErrorAnswer {
  const refusal = refusalOf(failure);
  switch (refusal.status) {
    case 'malformed':
      return {
        status: 400,
        challenge: challenge(realm, 'invalid_request'),
        error: 'invalid_request',
        description: refusal.description,
        scope: '',
      };
    case 'unauthorized':
      return {
        status: 401,
        // RFC 6750 §3.1: no error code for a request that holds no token.
        challenge: refusal.tried ? challenge(realm, 'invalid_token') : challenge(realm),
        error: 'invalid_token',
        description: 'The access token is missing, malformed, expired or revoked.',
        scope: '',
      };
    case 'forbidden':
      return {
        status: 403,
        challenge: challenge(realm, 'insufficient_scope', refusal.scope),
        error: refusal.error,
        description: refusal.description,
        scope: refusal.scope,
      };
  }
}

/** Names of server groups and scopes hold no quote and no backslash. */
function challenge(realm: string, error = '', scope = ''): string {
  const parameters = [`realm="${realm}"`];
  if (error !== '') parameters.push(`error="${error}"`);
  if (scope !== '') parameters.push(`scope="${scope}"`);
  return `Bearer ${parameters.join(', ')}`;
}
