/** Authenticates a client by its consumer key and secret (RFC 6749 §2.3), and checks that its subscription is live. */
import { checkSubscription } from '../registry/check-subscription.ts';
import type { Client } from '../registry/client.ts';
import { isConsumerKey, isConsumerSecret } from '../registry/consumer-credentials.ts';
import type { ClientReader, ProductReader, SecretHasher, SubscriptionReader } from '../registry/ports.ts';
import type { Product } from '../registry/product.ts';
import type { Subscription } from '../registry/subscription.ts';
import { failure, type Result, success } from '../result.ts';
import type { ClientCredentials } from './client-authentication.ts';
import type { TokenFailure } from './token-failure.ts';

export interface AuthenticateClientDependencies {
  /** Read afresh each time: a paused or revoked subscription gets nothing from then on. */
  readonly subscriptions: SubscriptionReader;
  readonly clients: ClientReader;
  readonly products: ProductReader;
  readonly secretHasher: SecretHasher;
}

export interface AuthenticatedClient {
  readonly subscription: Subscription;
  readonly client: Client;
  readonly product: Product;
  /** The secret that it authenticated with. */
  readonly secretId: string;
}

/** A hash that nothing has: compared with for an unknown key, so that it costs what a wrong secret costs. */
const NO_HASH = '0'.repeat(64);

/** @param now epoch milliseconds */
export async function authenticateClient(
  { clientId, clientSecret }: ClientCredentials,
  now: number,
  dependencies: AuthenticateClientDependencies,
): Promise<Result<AuthenticatedClient, TokenFailure>> {
  if (!isConsumerKey(clientId) || !isConsumerSecret(clientSecret)) return failure({ reason: 'credentials_malformed' });
  const subscription = await dependencies.subscriptions.get(clientId);
  const live = subscription?.secrets.filter(({ expiresAt }) => expiresAt === undefined || now < expiresAt) ?? [];
  const candidates = live.length === 0 ? [{ secretId: '', hash: NO_HASH }] : live;
  // All of them are compared, whichever matches.
  const [match] = candidates.filter(({ hash }) => dependencies.secretHasher.matches(clientSecret, hash));
  if (subscription === undefined) return failure({ reason: 'client_unknown' });
  if (match === undefined) return failure({ reason: 'secret_wrong' });
  const [client, product] = await Promise.all([
    dependencies.clients.get(subscription.clientId),
    dependencies.products.get(subscription.productId),
  ]);
  const checked = await checkSubscription(subscription, { client, product }, dependencies, now);
  if (!checked.ok) return failure({ reason: checked.failure });
  return success({ subscription, ...checked.value, secretId: match.secretId });
}
