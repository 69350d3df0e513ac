/** Revokes an access token for the client that it was made for (RFC 7009). */
import type { AccessFailure } from '../access/access-failure.ts';
import { type ReadAccessTokenDependencies, readAccessToken } from '../access/read-access-token.ts';
import type { TokenRevocations } from '../access/token-revocations.ts';
import { type Result, success } from '../result.ts';
import {
  type AuthenticateClientDependencies,
  type AuthenticatedClient,
  authenticateClient,
} from './authenticate-client.ts';
import type { PresentedToken } from './presented-token.ts';
import type { TokenFailure } from './token-failure.ts';

export interface RevokeTokenDependencies extends AuthenticateClientDependencies, ReadAccessTokenDependencies {
  readonly revocations: TokenRevocations;
}

export interface Revocation {
  readonly client: AuthenticatedClient;
  /** `revoked`, or why there was nothing to revoke. The caller is told the same either way (RFC 7009 §2.2). */
  readonly outcome: 'revoked' | AccessFailure['reason'] | 'token_of_another_client';
}

/**
 * A token that is expired, malformed or forged needs no revoking. That of another client is left alone, and lives on; to
 * say so would tell that it lives (§2.1).
 *
 * @throws a fault when keys or registry cannot be read, or the revocation cannot be kept
 */
export async function revokeToken(
  { token, credentials }: PresentedToken,
  dependencies: RevokeTokenDependencies,
): Promise<Result<Revocation, TokenFailure>> {
  const now = dependencies.now();
  const authenticated = await authenticateClient(credentials, now, dependencies);
  if (!authenticated.ok) return authenticated;
  const client = authenticated.value;
  const read = await readAccessToken(token, dependencies);
  if (!read.ok) return success({ client, outcome: read.failure.reason });
  const { tokenId, consumerKey, expiresAt } = read.value;
  if (consumerKey !== client.subscription.consumerKey) return success({ client, outcome: 'token_of_another_client' });
  await dependencies.revocations.revoke({ tokenId, consumerKey, expiresAt, revokedAt: now });
  return success({ client, outcome: 'revoked' });
}
