/** Use cases of subscriptions: a client's right to a product, and the consumer key and secret that stand for it. */
import { failure, type Result, success } from '../result.ts';
import type { Idempotency } from './aggregate.ts';
import { findAttributeErrors, patchAttributes } from './attributes.ts';
import { changeAggregate, type Decision } from './change-aggregate.ts';
import { findConfirmationErrors } from './confirmation.ts';
import { CONSUMER_KEY_BYTES, formatConsumerKey, isConsumerKey } from './consumer-credentials.ts';
import type { NewSubscription, SubscriptionChange } from './contract.ts';
import type { Caller } from './describe-change.ts';
import { idempotencyOf } from './idempotency.ts';
import type { Deletion } from './manage-products.ts';
import { createAggregate, type NewAggregatePorts, newAggregate } from './new-aggregate.ts';
import { type NewSecret, newSecret } from './new-secret.ts';
import { patched } from './patched.ts';
import type { ClientReader, ProductReader, SubscriptionStore } from './ports.ts';
import type { Precondition } from './precondition.ts';
import { type FieldError, invalid, type RegistryFailure } from './registry-failure.ts';
import type { Subscription } from './subscription.ts';
import { NO_MOMENT, wireSubscription } from './wire.ts';

export interface SubscriptionPorts extends NewAggregatePorts {
  readonly clients: ClientReader;
  readonly products: ProductReader;
  readonly subscriptions: SubscriptionStore;
}

export interface CreatedSubscription {
  readonly subscription: Subscription;
  /** Given out here and never again: only its hash is stored. Absent when an earlier request has given it out. */
  readonly consumerSecret?: string;
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
      return success({ subscription, ...(!replayed && { consumerSecret: secret.consumerSecret }) });
    }
    if (created.failure.reason !== 'exists') return created;
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

export async function changeSubscription(
  ports: SubscriptionPorts,
  caller: Caller,
  consumerKey: string,
  change: SubscriptionChange,
  ifMatch: Precondition,
): Promise<Result<Subscription, RegistryFailure>> {
  return changeAggregate<Subscription>(ports, caller, {
    store: ports.subscriptions,
    id: isConsumerKey(consumerKey) ? consumerKey : undefined,
    ifMatch,
    show: showSubscription,
    decide: (current, now) => {
      const next = patchSubscription(current, change);
      // An end that has come by itself is no mistake of a caller who changes something else.
      const errors = [
        ...findTimeErrors(next, next.expiresAt === current.expiresAt ? undefined : now),
        ...findAttributeErrors(next.attributes),
      ];
      if (errors.length > 0) return failure(invalid(errors));
      const isSame = JSON.stringify(showSubscription(next)) === JSON.stringify(showSubscription(current));
      return success({ next: isSame ? current : next, action: 'subscription.change' });
    },
  });
}

/** One that is active or paused goes only when that is confirmed. */
export async function deleteSubscription(
  ports: SubscriptionPorts,
  caller: Caller,
  consumerKey: string,
  { ifMatch, confirm }: Deletion,
): Promise<Result<Subscription, RegistryFailure>> {
  return changeAggregate<Subscription>(ports, caller, {
    store: ports.subscriptions,
    id: isConsumerKey(consumerKey) ? consumerKey : undefined,
    ifMatch,
    show: showSubscription,
    decide: (current, now): Decision<Subscription> => {
      const errors = findConfirmationErrors(consumerKey, confirm);
      if (errors.length > 0) return failure(invalid(errors));
      if (confirm === undefined && (current.status === 'active' || current.status === 'paused')) {
        const detail = `The subscription is ${current.status}. Deleting it all the same takes the parameter confirm=${consumerKey}.`;
        return failure({ reason: 'in_use', detail });
      }
      return success({ next: { ...current, deletedAt: now }, action: 'subscription.delete' });
    },
  });
}

/** What the audit trail tells of a subscription by digest. */
export function showSubscription(subscription: Omit<Subscription, 'lastChange'>): object {
  return wireSubscription(subscription, NO_MOMENT);
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
    secrets: [secret],
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

function patchSubscription(subscription: Subscription, change: SubscriptionChange): Subscription {
  const { validFrom: _validFrom, expiresAt: _expiresAt, ...rest } = subscription;
  const validFrom = patched(subscription.validFrom, change.validFrom);
  const expiresAt = patched(subscription.expiresAt, change.expiresAt);
  return {
    ...rest,
    ...(validFrom !== undefined && { validFrom }),
    ...(expiresAt !== undefined && { expiresAt }),
    attributes: patchAttributes(subscription.attributes, change.attributes),
  };
}

/** @param now undefined when the end may have come already */
function findTimeErrors(
  { validFrom, expiresAt }: Pick<Subscription, 'validFrom' | 'expiresAt'>,
  now: number | undefined,
): readonly FieldError[] {
  if (expiresAt === undefined) return [];
  if (now !== undefined && expiresAt <= now) return [{ field: 'expiresAt', message: 'must lie in the future' }];
  if (validFrom !== undefined && expiresAt <= validFrom) {
    return [{ field: 'expiresAt', message: 'must lie after validFrom' }];
  }
  return [];
}
