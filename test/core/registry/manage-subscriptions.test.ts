import { expect, test } from '@jest/globals';
import { createSubscription } from '#core/registry/manage-subscriptions.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { inMemoryRegistry } from '#test/support/in-memory-stores.ts';
import { aClient, aProduct, CREATED_AT } from '#test/support/registry-fixtures.ts';

const caller = { principal: 'arn:aws:iam::000000000000:user/test', requestId: 'request-1' };

/** A registry in which so many consumer keys are taken before one is free, and bytes that are never the same twice. */
function registryWithTakenKeys(taken: number, client = aClient()) {
  const { products, clients, subscriptions } = inMemoryRegistry();
  products.put(aProduct());
  clients.put(client);
  const tried: Subscription[] = [];
  let count = 0;
  const ports = {
    products,
    clients,
    subscriptions: {
      ...subscriptions,
      create: async (subscription: Subscription) => {
        tried.push(subscription);
        return tried.length <= taken ? ('exists' as const) : subscriptions.create(subscription);
      },
    },
    clock: () => CREATED_AT,
    randomBytes: (length: number) => {
      count += 1;
      return new Uint8Array(length).fill(count);
    },
    secretHasher: { hash: (secret: string) => `hash of ${secret}`, matches: () => false },
  };
  return { ports, tried };
}

test('a subscription refers to this client and this product, whatever else has their ids later', async () => {
  const { ports } = registryWithTakenKeys(0);

  const result = await createSubscription(ports, caller, { clientId: 'acme', productId: 'orders' });

  expect(result).toMatchObject({
    ok: true,
    value: { subscription: { clientIncarnation: 'b'.repeat(32), productIncarnation: 'a'.repeat(32), revision: 1 } },
  });
});

test('a client that is disabled can be subscribed', async () => {
  const { ports } = registryWithTakenKeys(0, aClient({ status: 'disabled' }));

  expect(await createSubscription(ports, caller, { clientId: 'acme', productId: 'orders' })).toMatchObject({
    ok: true,
  });
});

test('another consumer key is taken when one exists already', async () => {
  const { ports, tried } = registryWithTakenKeys(2);

  const result = await createSubscription(ports, caller, { clientId: 'acme', productId: 'orders' });

  expect(result.ok && result.value.subscription).toEqual(tried[2]);
  expect(new Set(tried.map(({ consumerKey }) => consumerKey)).size).toBe(3);
});

test('three keys in a row that exist already are a fault', async () => {
  const { ports } = registryWithTakenKeys(3);

  await expect(createSubscription(ports, caller, { clientId: 'acme', productId: 'orders' })).rejects.toThrow(
    '3 consumer keys made at random existed already.',
  );
});

test('of a missing client, a missing product and wrong times, all are named at once', async () => {
  const { ports, tried } = registryWithTakenKeys(0);

  const result = await createSubscription(ports, caller, { clientId: 'x', productId: 'y', expiresAt: CREATED_AT });

  expect(!result.ok && result.failure.reason === 'invalid' && result.failure.errors.map(({ field }) => field)).toEqual([
    'expiresAt',
    'clientId',
    'productId',
  ]);
  expect(tried).toEqual([]);
});
