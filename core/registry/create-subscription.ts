/** Subscribes a client to a product, and gives out the consumer key and the first secret that stand for it. */
import { Fault } from '../fault.ts';
import { failure, type Result, success } from '../result.ts';
import type { Idempotency } from './aggregate.ts';
import { takesSecrets } from './authentication-method.ts';
import { CONSUMER_KEY_BYTES, formatConsumerKey } from './consumer-credentials.ts';
import type { NewSubscription } from './contract.ts';
import type { Caller } from './describe-change.ts';
import { findTimeErrors } from './find-time-errors.ts';
import { idempotencyOf } from './idempotency.ts';
import { createAggregate, type NewAggregatePorts, newAggregate } from './new-aggregate.ts';
import { type NewSecret, newSecret } from './new-secret.ts';
import type { ClientReader, ProductReader, SubscriptionStore } from './ports.ts';
import { invalid, type RegistryFailure } from './registry-failure.ts';
import type { Subscription } from './subscription.ts';
import { showSubscription } from './wire.ts';

export interface SubscriptionPorts extends NewAggregatePorts {
  readonly clients: ClientReader;
  readonly products: ProductReader;
  readonly subscriptions: SubscriptionStore;
}

export interface CreatedSubscription {
  readonly subscription: Subscription;
  /**
   * Given out here and never again: only its hash is stored. Absent when an earlier request has given it out, and for a
   * product that takes none.
   */
  readonly consumerSecret?: string;
  /** Whether an earlier request with the same idempotency key has made it. */
  readonly replayed: boolean;
}

/** Two of 2^128 keys hardly ever meet; that three in a row do means that the randomness is none. */
const KEY_ATTEMPTS = 3;

/**
 * Subscribes a client, active or not, to a product: at once, or pending where the product wants approval.
 *
 * @param idempotencyKey the consumer key is made of it, so that a retry cannot make a second one
 */
export async function createSubscription(
  ports: SubscriptionPorts,
  caller: Caller,
  fields: NewSubscription,
  idempotencyKey?: string,
): Promise<Result<CreatedSubscription, RegistryFailure>> {
  const idempotency = idempotencyOf(
    { caller, route: 'createSubscription', key: idempotencyKey, body: fields },
    ports.secretHasher.hash,
  );
  for (let attempt = 1; attempt <= KEY_ATTEMPTS; attempt += 1) {
    const secret = newSecret(ports, { createdAt: ports.clock() });
    const consumerKey = formatConsumerKey(keyBytes(ports, idempotency));
    const created = await createAggregate<Subscription>({
      store: ports.subscriptions,
      id: consumerKey,
      idField: 'consumerKey',
      idempotency,
      make: () => makeSubscription(ports, caller, { consumerKey, fields, idempotency, secret }),
    });
    if (created.ok) {
      const { item: subscription, replayed } = created.value;
      const given = !replayed && subscription.secrets.length > 0;
      return success({ subscription, replayed, ...(given && { consumerSecret: secret.consumerSecret }) });
    }
    if (created.failure.reason !== 'exists') return created;
  }
  throw new Fault(`${KEY_ATTEMPTS} consumer keys made at random existed already.`);
}

async function makeSubscription(
  ports: SubscriptionPorts,
  caller: Caller,
  {
    consumerKey,
    fields,
    idempotency,
    secret: { secret },
  }: {
    readonly consumerKey: string;
    readonly fields: NewSubscription;
    readonly idempotency: Idempotency | undefined;
    readonly secret: NewSecret;
  },
): Promise<Result<Subscription, RegistryFailure>> {
  const { clientId, productId } = fields;
  const [client, product] = await Promise.all([ports.clients.get(clientId), ports.products.get(productId)]);
  const errors = [...findTimeErrors(fields, ports.clock())];
  if (client === undefined) errors.push({ field: 'clientId', message: `names "${clientId}", which is no client` });
  if (product === undefined) errors.push({ field: 'productId', message: `names "${productId}", which is no product` });
  if (client === undefined || product === undefined || errors.length > 0) return failure(invalid(errors));
  const subscription = {
    consumerKey,
    attributes: {},
    ...fields,
    clientIncarnation: client.incarnation,
    productIncarnation: product.incarnation,
    status: product.keyApproval === 'manual' ? 'pending' : 'active',
    secrets: takesSecrets(product.authenticationMethods) ? [secret] : [],
  } as const;
  return success(
    newAggregate(ports, { caller, action: 'subscription.create', idempotency }, subscription, showSubscription),
  );
}

function keyBytes({ randomBytes, secretHasher }: SubscriptionPorts, idempotency: Idempotency | undefined): Uint8Array {
  if (idempotency === undefined) return randomBytes(CONSUMER_KEY_BYTES);
  const digest = secretHasher.hash(`consumer key ${idempotency.key}`);
  return Uint8Array.from({ length: CONSUMER_KEY_BYTES }, (_, index) =>
    Number.parseInt(digest.slice(2 * index, 2 * index + 2), 16),
  );
}
