/** Says whether a token is live, and what it means, to the client that it was made for (RFC 7662 §2.2). */
import type { AccessFailure } from '../access/access-failure.ts';
import { findTokenEnd } from '../access/find-token-end.ts';
import { type ReadAccessTokenDependencies, readAccessToken } from '../access/read-access-token.ts';
import type { RevocationReader } from '../access/token-revocations.ts';
import { failure, type Result, success } from '../result.ts';
import type { AccessToken } from './access-token.ts';
import {
  type AuthenticateClientDependencies,
  type AuthenticatedClient,
  authenticateClient,
} from './authenticate-client.ts';
import type { PresentedToken } from './presented-token.ts';
import type { TokenFailure } from './token-failure.ts';

export interface IntrospectTokenDependencies extends AuthenticateClientDependencies, ReadAccessTokenDependencies {
  /** Read afresh each time: a revoked token is inactive from then on. */
  readonly revocations: RevocationReader;
}

export interface Introspection {
  readonly client: AuthenticatedClient;
  /** The token if it is live, with the scopes that its product still sells; else why it is not, which the caller is not told. */
  readonly outcome: Result<AccessToken, InactiveReason>;
}

export type InactiveReason = AccessFailure | { readonly reason: 'token_of_another_client' };

/**
 * A client sees the tokens of its own consumer key alone, so nobody learns anything of a token that came to them by chance.
 * Subscription, client and product are those that it has just authenticated with.
 *
 * @throws a fault when keys or registry cannot be read
 */
export async function introspectToken(
  { token, credentials }: PresentedToken,
  dependencies: IntrospectTokenDependencies,
): Promise<Result<Introspection, TokenFailure>> {
  const authenticated = await authenticateClient(credentials, dependencies.now(), dependencies);
  if (!authenticated.ok) return authenticated;
  const client = authenticated.value;
  return success({ client, outcome: await judge(token, client, dependencies) });
}

async function judge(
  text: string,
  { subscription, product }: AuthenticatedClient,
  dependencies: IntrospectTokenDependencies,
): Promise<Result<AccessToken, InactiveReason>> {
  const read = await readAccessToken(text, dependencies);
  if (!read.ok) return read;
  const token = read.value;
  if (token.consumerKey !== subscription.consumerKey) return failure({ reason: 'token_of_another_client' });
  const ended = findTokenEnd(token, subscription, await dependencies.revocations.isRevoked(token.tokenId));
  if (ended !== undefined) return failure(ended);
  return success({ ...token, scopes: token.scopes.filter((scope) => product.scopes.includes(scope)) });
}
