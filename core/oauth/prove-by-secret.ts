/** Finds the subscription of a client by its consumer key, and proves by its secret that the client is the one it says. */
import { isConsumerKey, isConsumerSecret } from '../registry/consumer-credentials.ts';
import type { SecretHasher, SubscriptionReader } from '../registry/ports.ts';
import type { Subscription } from '../registry/subscription.ts';
import { failure, type Result, success } from '../result.ts';
import type { SecretCredentials } from './client-authentication.ts';
import type { TokenFailure } from './token-failure.ts';

export interface ProveBySecretDependencies {
  /** Read afresh each time: a paused or revoked subscription gets nothing from then on. */
  readonly subscriptions: SubscriptionReader;
  readonly secretHasher: SecretHasher;
}

export interface ProvenBySecret {
  readonly subscription: Subscription;
  /** The secret that it authenticated with. */
  readonly secretId: string;
}

/** A hash that nothing has: compared with for an unknown key, so that it costs what a wrong secret costs. */
const NO_HASH = '0'.repeat(64);

/** @param now epoch milliseconds */
export async function proveBySecret(
  { clientId, clientSecret }: SecretCredentials,
  now: number,
  { subscriptions, secretHasher }: ProveBySecretDependencies,
): Promise<Result<ProvenBySecret, TokenFailure>> {
  if (!isConsumerKey(clientId) || !isConsumerSecret(clientSecret)) return failure({ reason: 'credentials_malformed' });
  const subscription = await subscriptions.get(clientId);
  const live = subscription?.secrets.filter(({ expiresAt }) => expiresAt === undefined || now < expiresAt) ?? [];
  const candidates = live.length === 0 ? [{ secretId: '', hash: NO_HASH }] : live;
  // All of them are compared, whichever matches.
  const [match] = candidates.filter(({ hash }) => secretHasher.matches(clientSecret, hash));
  if (subscription === undefined) return failure({ reason: 'client_unknown' });
  if (match === undefined) return failure({ reason: 'secret_wrong' });
  return success({ subscription, secretId: match.secretId });
}
