/** Finds the access token of a request: in exactly one place, and only where the policy looks for it (RFC 6750 §2). */
import type { OAuthVerifyAccessTokenPolicy } from '../catalog/policy.ts';
import { failure, type Result, success } from '../result.ts';
import type { AccessFailure } from './access-failure.ts';

export interface TokenPlaces {
  /** Every value of the Authorization header. */
  readonly authorizations: readonly string[];
  /** Every value of a query parameter, decoded once. */
  readonly queryValues: (name: string) => readonly string[];
}

/**
 * The header is always looked at (RFC 6750 §2.1). A project that takes tokens from the header alone neither judges nor
 * removes a query parameter that looks like one: there it is an ordinary parameter of the backend.
 */
export function findToken(places: TokenPlaces, policy: OAuthVerifyAccessTokenPolicy): Result<string, AccessFailure> {
  const inQuery = policy.locations.includes('query') ? places.queryValues(policy.queryParameter) : [];
  if (places.authorizations.length + inQuery.length > 1) return failure({ reason: 'several_tokens' });
  const [authorization] = places.authorizations;
  if (authorization !== undefined) return readBearer(authorization);
  const [token] = inQuery;
  return token === undefined || token === '' ? failure({ reason: 'token_missing' }) : success(token);
}

/** `Bearer` in any case, spaces, and a b64token; nothing before or after but white space. */
function readBearer(authorization: string): Result<string, AccessFailure> {
  const token = /^[ \t]*bearer +([A-Za-z0-9._~+/-]+=*)[ \t]*$/i.exec(authorization)?.[1];
  return token === undefined ? failure({ reason: 'authorization_malformed' }) : success(token);
}
