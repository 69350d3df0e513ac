/** Use cases of subscriptions: a client's right to a product, and the consumer key and secret that stand for it. */
import { failure, type Result, success } from '#core/result.ts';
import {
  CONSUMER_KEY_BYTES,
  CONSUMER_SECRET_BYTES,
  formatConsumerKey,
  formatConsumerSecret,
  isConsumerKey,
} from './consumer-credentials.ts';
import type { Caller } from './describe-change.ts';
import { type NewAggregatePorts, newAggregateState, randomHex } from './new-aggregate.ts';
import type { ClientReader, ProductReader, RandomBytes, SecretHasher, SubscriptionStore } from './ports.ts';
import type { FieldError, RegistryFailure } from './registry-failure.ts';
import type { ConsumerSecret, Subscription } from './subscription.ts';

export interface SubscriptionPorts extends NewAggregatePorts {
  readonly clients: ClientReader;
  readonly products: ProductReader;
  readonly subscriptions: SubscriptionStore;
}

export type NewSubscription = Pick<Subscription, 'clientId' | 'productId' | 'validFrom' | 'expiresAt'>;

export interface CreatedSubscription {
  readonly subscription: Subscription;
  /** Given out here and never again: only its hash is stored. */
  readonly consumerSecret: string;
}

const SECRET_ID_BYTES = 8;
/** Two of 2^128 keys hardly ever meet; that three in a row do means that the randomness is none. */
const KEY_ATTEMPTS = 3;

/** Subscribes a client, active or not, to a product. The subscription is approved at once. */
export async function createSubscription(
  ports: SubscriptionPorts,
  caller: Caller,
  fields: NewSubscription,
): Promise<Result<CreatedSubscription, RegistryFailure>> {
  const [client, product] = await Promise.all([
    ports.clients.get(fields.clientId),
    ports.products.get(fields.productId),
  ]);
  const errors = findTimeErrors(fields, ports.clock());
  if (client === undefined)
    errors.push({ field: 'clientId', message: `names "${fields.clientId}", which is no client` });
  if (product === undefined) {
    errors.push({ field: 'productId', message: `names "${fields.productId}", which is no product` });
  }
  if (client === undefined || product === undefined || errors.length > 0) return failure({ reason: 'invalid', errors });

  const state = newAggregateState(ports, caller, 'subscription.create', fields);
  const { secret, consumerSecret } = newSecret(ports, state.createdAt);
  for (let attempt = 1; attempt <= KEY_ATTEMPTS; attempt += 1) {
    const subscription: Subscription = {
      consumerKey: formatConsumerKey(ports.randomBytes(CONSUMER_KEY_BYTES)),
      ...fields,
      clientIncarnation: client.incarnation,
      productIncarnation: product.incarnation,
      status: 'active',
      attributes: {},
      secrets: [secret],
      ...state,
    };
    const outcome = await ports.subscriptions.create(subscription);
    if (outcome === 'created') return success({ subscription, consumerSecret });
  }
  throw new Error(`${KEY_ATTEMPTS} consumer keys made at random existed already.`);
}

/** A text that has not the shape of a consumer key is not even looked for. */
export async function readSubscription(
  { subscriptions }: Pick<SubscriptionPorts, 'subscriptions'>,
  consumerKey: string,
): Promise<Result<Subscription, RegistryFailure>> {
  const subscription = isConsumerKey(consumerKey) ? await subscriptions.get(consumerKey) : undefined;
  return subscription === undefined ? failure({ reason: 'not_found' }) : success(subscription);
}

function newSecret(
  { randomBytes, secretHasher }: { readonly randomBytes: RandomBytes; readonly secretHasher: SecretHasher },
  createdAt: number,
): { readonly secret: ConsumerSecret; readonly consumerSecret: string } {
  const consumerSecret = formatConsumerSecret(randomBytes(CONSUMER_SECRET_BYTES));
  const secret: ConsumerSecret = {
    secretId: randomHex(randomBytes, SECRET_ID_BYTES),
    hash: secretHasher.hash(consumerSecret),
    hint: consumerSecret.slice(-4),
    createdAt,
  };
  return { secret, consumerSecret };
}

function findTimeErrors({ validFrom, expiresAt }: NewSubscription, now: number): FieldError[] {
  if (expiresAt === undefined) return [];
  if (expiresAt <= now) return [{ field: 'expiresAt', message: 'must lie in the future' }];
  if (validFrom !== undefined && expiresAt <= validFrom) {
    return [{ field: 'expiresAt', message: 'must lie after validFrom' }];
  }
  return [];
}
