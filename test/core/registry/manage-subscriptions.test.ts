import { describe, expect, test } from '@jest/globals';
import type { SubscriptionChange } from '#core/registry/contract.ts';
import { createSubscription } from '#core/registry/create-subscription.ts';
import { changeSubscription, deleteSubscription } from '#core/registry/manage-subscriptions.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { inMemoryRegistry } from '#test/support/in-memory-stores.ts';
import { aClient, aProduct, CREATED_AT } from '#test/support/registry-fixtures.ts';
import { aRegistryWorld, CALLER, KEY } from '#test/support/registry-world.ts';

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

  const result = await createSubscription(ports, CALLER, { clientId: 'acme', productId: 'orders' });

  expect(result).toMatchObject({
    ok: true,
    value: { subscription: { clientIncarnation: 'b'.repeat(32), productIncarnation: 'a'.repeat(32), revision: 1 } },
  });
});

test('a client that is disabled can be subscribed', async () => {
  const { ports } = registryWithTakenKeys(0, aClient({ status: 'disabled' }));

  expect(await createSubscription(ports, CALLER, { clientId: 'acme', productId: 'orders' })).toMatchObject({
    ok: true,
  });
});

test('another consumer key is taken when one exists already', async () => {
  const { ports, tried } = registryWithTakenKeys(2);

  const result = await createSubscription(ports, CALLER, { clientId: 'acme', productId: 'orders' });

  expect(result.ok && result.value.subscription).toEqual(tried[2]);
  expect(new Set(tried.map(({ consumerKey }) => consumerKey)).size).toBe(3);
});

test('three keys in a row that exist already are a fault', async () => {
  const { ports } = registryWithTakenKeys(3);

  await expect(createSubscription(ports, CALLER, { clientId: 'acme', productId: 'orders' })).rejects.toThrow(
    '3 consumer keys made at random existed already.',
  );
});

test('of a missing client, a missing product and wrong times, all are named at once', async () => {
  const { ports, tried } = registryWithTakenKeys(0);

  const result = await createSubscription(ports, CALLER, { clientId: 'x', productId: 'y', expiresAt: CREATED_AT });

  expect(!result.ok && result.failure.reason === 'invalid' && result.failure.errors.map(({ field }) => field)).toEqual([
    'expiresAt',
    'clientId',
    'productId',
  ]);
  expect(tried).toEqual([]);
});

describe('a subscription', () => {
  test.each([
    ['automatic', 'active'],
    ['manual', 'pending'],
  ] as const)('to a product of %s approval is %s at first', async (keyApproval, status) => {
    const { ports, stores } = aRegistryWorld();
    stores.products.put(aProduct({ keyApproval }));

    const result = await createSubscription(ports, CALLER, { clientId: 'acme', productId: 'orders' });

    expect(result).toMatchObject({ ok: true, value: { subscription: { status } } });
  });

  test.each<[SubscriptionChange, object]>([
    [{ validFrom: null }, { expiresAt: 1_900_000_000_000 }],
    [{ expiresAt: null }, { validFrom: 1_700_000_000_000 }],
    [{ expiresAt: 1_950_000_000_000 }, { validFrom: 1_700_000_000_000, expiresAt: 1_950_000_000_000 }],
    [
      { attributes: { a: 'b' } },
      { validFrom: 1_700_000_000_000, expiresAt: 1_900_000_000_000, attributes: { a: 'b' } },
    ],
  ])('changed by %j has those times and attributes', async (change, expected) => {
    const { ports, stored } = aRegistryWorld({ validFrom: 1_700_000_000_000, expiresAt: 1_900_000_000_000 });

    await changeSubscription(ports, CALLER, KEY, change, ['1-eeeeeeee']);

    const { validFrom, expiresAt, attributes } = stored();
    expect({ validFrom, expiresAt, attributes }).toEqual({ attributes: {}, ...expected });
    expect(stored()).toMatchObject({ revision: 2, lastChange: { action: 'subscription.change' } });
  });

  test.each<[SubscriptionChange, string]>([
    [{ expiresAt: 1 }, 'must lie in the future'],
    [{ validFrom: 1_900_000_000_000 }, 'must lie after validFrom'],
  ])('is not changed by %j: its end %s', async (change, message) => {
    const { ports, stored } = aRegistryWorld({ expiresAt: 1_900_000_000_000 });

    const result = await changeSubscription(ports, CALLER, KEY, change, '*');

    expect(result).toMatchObject({ failure: { reason: 'invalid', errors: [{ field: 'expiresAt', message }] } });
    expect(stored().revision).toBe(1);
  });

  test('that has ended by itself can be given attributes, and another end', async () => {
    const { ports } = aRegistryWorld({ expiresAt: CREATED_AT });

    expect((await changeSubscription(ports, CALLER, KEY, { attributes: { a: 'b' } }, '*')).ok).toBe(true);
    expect((await changeSubscription(ports, CALLER, KEY, { expiresAt: null }, '*')).ok).toBe(true);
  });

  test.each([
    ['pending', true],
    ['revoked', true],
    ['active', false],
    ['paused', false],
  ] as const)('that is %s is deleted without being confirmed: %s', async (status, deleted) => {
    const { ports } = aRegistryWorld({ status });

    const plain = await deleteSubscription(ports, CALLER, KEY, { ifMatch: '*', confirm: undefined });
    const confirmed = await deleteSubscription(ports, CALLER, KEY, { ifMatch: '*', confirm: KEY });

    expect([plain.ok, confirmed.ok]).toEqual([deleted, !deleted]);
    if (!deleted) {
      expect(plain).toMatchObject({ failure: { reason: 'in_use', detail: expect.stringContaining(`confirm=${KEY}`) } });
    }
    expect(await ports.subscriptions.get(KEY)).toBeUndefined();
  });

  test('asked for again with its idempotency key is the first one, with no other secret, even when its client is gone', async () => {
    const { ports, stores } = aRegistryWorld();
    const fields = { clientId: 'acme', productId: 'orders' };
    const first = await createSubscription(ports, CALLER, fields, 'k');
    stores.clients.delete('acme');
    const before = stores.subscriptions.all();

    const again = await createSubscription(ports, CALLER, fields, 'k');
    const reused = await createSubscription(ports, CALLER, { ...fields, expiresAt: 1_900_000_000_000 }, 'k');

    if (!first.ok) throw new Error('There is no subscription.');
    expect(again).toEqual({ ok: true, value: { subscription: first.value.subscription, replayed: true } });
    expect(reused).toEqual({ ok: false, failure: { reason: 'idempotency_key_reused' } });
    expect(stores.subscriptions.all()).toEqual(before);
  });

  test('is another one for another caller with the same key', async () => {
    const { ports } = aRegistryWorld();
    const fields = { clientId: 'acme', productId: 'orders' };

    const one = await createSubscription(ports, CALLER, fields, 'k');
    const other = await createSubscription(ports, { ...CALLER, principal: 'other' }, fields, 'k');

    expect(one.ok && other.ok && one.value.subscription.consumerKey !== other.value.subscription.consumerKey).toBe(
      true,
    );
  });
});
