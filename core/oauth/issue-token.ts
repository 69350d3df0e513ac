/** Issues an access token for the client credentials grant (RFC 6749 §4.4): authenticate, check the grant, sign. */
import { isConsumerKey, isConsumerSecret } from '../registry/consumer-credentials.ts';
import type { ClientReader, Clock, ProductReader, SecretHasher, SubscriptionReader } from '../registry/ports.ts';
import type { Product } from '../registry/product.ts';
import { refuseSubscription, type Subscription } from '../registry/subscription.ts';
import { failure, type Result, success } from '../result.ts';
import { type AccessToken, type AccessTokenClaims, toClaims } from './access-token.ts';
import type { ClientCredentials } from './client-authentication.ts';
import { grantScopes } from './scope.ts';
import type { TokenFailure } from './token-failure.ts';
import type { TokenRequest } from './token-request.ts';

export interface IssueTokenDependencies {
  /** Read afresh each time: a paused or revoked subscription gets no token from then on. */
  readonly subscriptions: SubscriptionReader;
  readonly clients: ClientReader;
  readonly products: ProductReader;
  readonly secretHasher: SecretHasher;
  /** Signs a JWS in compact form with `typ` at+jwt. Rejects with a fault when it has no key to sign with. */
  readonly sign: (claims: AccessTokenClaims) => Promise<string>;
  readonly now: Clock;
  /** Unique, at least 128 random bits, base64url. */
  readonly newTokenId: () => string;
}

/** What a token endpoint puts into every token it makes. */
export interface TokenEndpoint {
  readonly projectId: string;
  readonly issuer: string;
  readonly audience: string;
  /** Seconds. */
  readonly accessTokenLifetime: number;
}

export interface IssuedToken {
  /** What the answer of RFC 6749 §5.1 holds. */
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly scopes: readonly string[];
  readonly token: AccessToken;
}

export async function issueToken(
  request: TokenRequest,
  endpoint: TokenEndpoint,
  dependencies: IssueTokenDependencies,
): Promise<Result<IssuedToken, TokenFailure>> {
  const now = dependencies.now();
  const authenticated = await authenticate(request.credentials, now, dependencies);
  if (!authenticated.ok) return authenticated;
  const { subscription, product } = authenticated.value;
  if (request.grantType !== 'client_credentials') return failure({ reason: 'grant_type_unsupported' });
  const scopes = grantScopes(request.scope, product.scopes);
  if (!scopes.ok) return scopes;

  const issuedAt = Math.floor(now / 1_000);
  const token: AccessToken = {
    issuer: endpoint.issuer,
    audience: endpoint.audience,
    consumerKey: subscription.consumerKey,
    clientId: subscription.clientId,
    productId: subscription.productId,
    subscription: subscription.incarnation,
    tokenEndpoint: endpoint.projectId,
    scopes: scopes.value,
    issuedAt,
    expiresAt: issuedAt + endpoint.accessTokenLifetime,
    tokenId: dependencies.newTokenId(),
  };
  const accessToken = await dependencies.sign(toClaims(token));
  return success({ accessToken, expiresIn: endpoint.accessTokenLifetime, scopes: scopes.value, token });
}

/** A hash that nothing has: compared with for an unknown key, so that it costs what a wrong secret costs. */
const NO_HASH = '0'.repeat(64);

async function authenticate(
  { clientId, clientSecret }: ClientCredentials,
  now: number,
  dependencies: IssueTokenDependencies,
): Promise<Result<{ readonly subscription: Subscription; readonly product: Product }, TokenFailure>> {
  if (!isConsumerKey(clientId) || !isConsumerSecret(clientSecret)) return failure({ reason: 'credentials_malformed' });
  const subscription = await dependencies.subscriptions.get(clientId);
  const live = subscription?.secrets.filter(({ expiresAt }) => expiresAt === undefined || now < expiresAt) ?? [];
  const hashes = live.length === 0 ? [NO_HASH] : live.map(({ hash }) => hash);
  const matches = hashes.filter((hash) => dependencies.secretHasher.matches(clientSecret, hash)).length > 0;
  if (subscription === undefined) return failure({ reason: 'client_unknown' });
  if (!matches) return failure({ reason: 'secret_wrong' });
  const [client, product] = await Promise.all([
    dependencies.clients.get(subscription.clientId),
    dependencies.products.get(subscription.productId),
  ]);
  const refusal = refuseSubscription(subscription, client, product, now);
  if (refusal !== undefined) return failure({ reason: refusal });
  if (product === undefined) return failure({ reason: 'product_missing' });
  return success({ subscription, product });
}
