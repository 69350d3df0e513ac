/** A client subscription: one client's right to one product, with its consumer key and secrets. */
import type { AggregateState } from './aggregate.ts';
import type { Attributes } from './attributes.ts';
import type { Client } from './client.ts';
import type { ClientJwks } from './client-jwk.ts';
import type { Product } from './product.ts';

export interface Subscription extends AggregateState {
  /** The OAuth `client_id`: public, never changes. */
  readonly consumerKey: string;
  readonly clientId: string;
  /** The client this subscription was made for; one made later under the same id is another. */
  readonly clientIncarnation: string;
  readonly productId: string;
  readonly productIncarnation: string;
  readonly status: 'pending' | 'active' | 'paused' | 'revoked';
  /** At most two are live at once, so that a rotation needs no downtime. */
  readonly secrets: readonly ConsumerSecret[];
  /** Public keys, with which it can authenticate by assertions that it has signed. @default - none */
  readonly jwks?: ClientJwks;
  /** Epoch milliseconds from which the subscription can be used. @default - at once */
  readonly validFrom?: number;
  /** Epoch milliseconds from which it can not be used any more. @default - never */
  readonly expiresAt?: number;
  readonly attributes: Attributes;
  /** Epoch seconds. Tokens issued before it open nothing: set when a leaked secret is retired. @default - none */
  readonly tokensNotBefore?: number;
}

/** A consumer secret (the OAuth `client_secret`), of which only the hash is kept. */
export interface ConsumerSecret {
  readonly secretId: string;
  /** SHA-256 of the secret in lower-case hex. The secret has 256 bits of entropy, so a slow hash would add nothing. */
  readonly hash: string;
  /** The last four characters, by which people tell secrets apart. */
  readonly hint: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. @default - never */
  readonly expiresAt?: number;
}

export type SubscriptionRefusal =
  | 'subscription_pending'
  | 'subscription_paused'
  | 'subscription_revoked'
  | 'subscription_not_yet_valid'
  | 'subscription_expired'
  | 'client_missing'
  | 'client_replaced'
  | 'client_disabled'
  | 'product_missing'
  | 'product_replaced';

/**
 * Why a subscription gives no access now; undefined when it does. What cannot be found refuses.
 *
 * @param now epoch milliseconds
 */
export function refuseSubscription(
  subscription: Subscription,
  client: Client | undefined,
  product: Product | undefined,
  now: number,
): SubscriptionRefusal | undefined {
  if (subscription.status !== 'active') return `subscription_${subscription.status}`;
  if (subscription.validFrom !== undefined && now < subscription.validFrom) return 'subscription_not_yet_valid';
  if (subscription.expiresAt !== undefined && now >= subscription.expiresAt) return 'subscription_expired';
  if (client === undefined) return 'client_missing';
  if (client.incarnation !== subscription.clientIncarnation) return 'client_replaced';
  if (client.status !== 'active') return 'client_disabled';
  if (product === undefined) return 'product_missing';
  if (product.incarnation !== subscription.productIncarnation) return 'product_replaced';
  return undefined;
}
