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

/** What every challenge says of the resource that it is for. */
export interface ChallengedResource {
  /** The server group's name. */
  readonly realm: string;
  /** URL of its metadata (RFC 9728 §5.1). */
  readonly resourceMetadata: string;
}

export function answerAccessFailure(failure: AccessFailure, resource: ChallengedResource): AccessErrorAnswer {
  const refusal = refusalOf(failure);
  switch (refusal.status) {
    case 'malformed':
      return {
        status: 400,
        challenge: challenge(resource, 'invalid_request'),
        error: 'invalid_request',
        description: refusal.description,
        scope: '',
      };
    case 'unauthorized':
      return {
        status: 401,
        // RFC 6750 §3.1: no error code for a request that holds no token.
        challenge: refusal.tried ? challenge(resource, 'invalid_token') : challenge(resource),
        error: 'invalid_token',
        description: 'The access token is missing, malformed, expired or revoked.',
        scope: '',
      };
    case 'forbidden':
      return {
        status: 403,
        challenge: challenge(resource, 'insufficient_scope', refusal.scope),
        error: refusal.error,
        description: refusal.description,
        scope: refusal.scope,
      };
  }
}

/** Names of server groups, scopes and the gateway's URLs hold no quote and no backslash. */
function challenge({ realm, resourceMetadata }: ChallengedResource, error = '', scope = ''): string {
  const parameters = [`realm="${realm}"`];
  if (error !== '') parameters.push(`error="${error}"`);
  if (scope !== '') parameters.push(`scope="${scope}"`);
  parameters.push(`resource_metadata="${resourceMetadata}"`);
  return `Bearer ${parameters.join(', ')}`;
}
