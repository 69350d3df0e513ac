/** Scopes: reading a request's, and granting within what the product sells (RFC 6749 §3.3). */
import { isScopeToken } from '../catalog/scope-token.ts';
import { failure, type Result, success } from '../result.ts';

export type ScopeFailure = { readonly reason: 'scope_malformed' } | { readonly reason: 'scope_not_allowed' };

const MAXIMUM_CHARACTERS = 4_096;

/**
 * An omitted scope grants all that the product sells; otherwise exactly what was asked for is granted, each scope once
 * and in the order asked, or nothing.
 */
export function grantScopes(
  requested: string | undefined,
  sold: readonly string[],
): Result<readonly string[], ScopeFailure> {
  if (requested === undefined) return success(sold);
  if (requested.length > MAXIMUM_CHARACTERS) return failure({ reason: 'scope_malformed' });
  const scopes = [...new Set(requested.split(' '))];
  if (!scopes.every(isScopeToken)) return failure({ reason: 'scope_malformed' });
  if (!scopes.every((scope) => sold.includes(scope))) return failure({ reason: 'scope_not_allowed' });
  return success(scopes);
}
