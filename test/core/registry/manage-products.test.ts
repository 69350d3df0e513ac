import { describe, expect, test } from '@jest/globals';
import type { ProductChange } from '#core/registry/contract.ts';
import { changeProduct, createProduct, deleteProduct } from '#core/registry/manage-products.ts';
import { aProduct, aSubscription } from '#test/support/registry-fixtures.ts';
import { aRegistryWorld, CALLER } from '#test/support/registry-world.ts';

const CURRENT = ['1-aaaaaaaa'];

describe('a product', () => {
  test.each<[ProductChange, Parameters<typeof aProduct>[0]]>([
    [{ displayName: 'New' }, { displayName: 'New' }],
    [{ description: null }, {}],
    [{ accessTokenExpiryTime: 60_000 }, { accessTokenExpiryTime: 60_000 }],
    [{ scopes: [] }, { scopes: [] }],
    [
      { access: 'public', keyApproval: 'manual' },
      { access: 'public', keyApproval: 'manual' },
    ],
    [{ attributes: { tier: 'gold', old: null } }, { attributes: { kept: 'k', tier: 'gold' } }],
    [{ attributes: null }, { attributes: {} }],
  ])('is changed by %j and stays as it is otherwise', async (change, expected) => {
    const { ports, stores, clock } = aRegistryWorld();
    const before = aProduct({
      description: 'Old',
      projects: [{ projectId: 'warehouse' }],
      attributes: { kept: 'k', old: 'o' },
    });
    stores.products.put(before);

    const result = await changeProduct(ports, CALLER, 'orders', change, CURRENT);

    const { description, ...undescribed } = before;
    const { lastChange, ...after } = stores.products.all()[0]!;
    expect(result).toEqual({ ok: true, value: { ...after, lastChange } });
    expect(after).toEqual({
      ...undescribed,
      ...(change.description !== null && { description }),
      ...expected,
      revision: 2,
      changedAt: clock.now,
      lastChange: undefined,
    });
    expect(lastChange).toMatchObject({ action: 'product.change', ...CALLER, at: clock.now });
  });

  test('that is changed to what it is already gets no new revision', async () => {
    const { ports, stores } = aRegistryWorld();
    const before = stores.products.all();

    const result = await changeProduct(ports, CALLER, 'orders', { displayName: 'Orders', description: null }, CURRENT);

    expect(result).toEqual({ ok: true, value: before[0] });
    expect(stores.products.all()).toEqual(before);
  });

  test('is checked as a whole when it is changed', async () => {
    const { ports, stores } = aRegistryWorld();
    stores.products.put(aProduct({ projects: [{ projectId: 'gone' }], attributes: manyAttributes(15, 'a') }));

    const result = await changeProduct(ports, CALLER, 'orders', { attributes: manyAttributes(6, 'b') }, CURRENT);

    expect(result).toMatchObject({
      failure: { reason: 'invalid', errors: [{ field: 'projects[0].projectId' }, { field: 'attributes' }] },
    });
  });

  test('whose digests are told as a chain', async () => {
    const { ports, stores } = aRegistryWorld();
    await createProduct(ports, CALLER, {
      productId: 'p',
      displayName: 'P',
      projects: [{ projectId: 'vault' }],
      scopes: [],
    });
    const changes = [stores.products.all()[1]!.lastChange];
    for (const displayName of ['Q', 'R']) {
      await changeProduct(ports, CALLER, 'p', { displayName }, '*');
      changes.push(stores.products.all()[1]!.lastChange);
    }

    expect(changes[0]).not.toHaveProperty('before');
    expect(changes[1]!.before).toBe(changes[0]!.after);
    expect(changes[2]!.before).toBe(changes[1]!.after);
    expect(new Set(changes.map(({ after }) => after)).size).toBe(3);
  });
});

describe('a product that is deleted', () => {
  test.each([
    [0, undefined],
    [1, 'The product has 1 subscription that is not revoked'],
    [3, 'The product has 3 subscriptions that are not revoked'],
    [100, 'The product has 100 subscriptions that are not revoked'],
    [101, 'The product has more than 100 subscriptions that are not revoked'],
  ])('with %d subscriptions that are not revoked: %s', async (count, detail) => {
    const { ports, stores } = aRegistryWorld({ status: 'revoked' });
    for (let index = 0; index < count; index += 1) {
      const status = (['active', 'paused', 'pending'] as const)[index % 3]!;
      stores.subscriptions.put(aSubscription({ consumerKey: `tgk_${String(index + 10).padStart(22, '0')}`, status }));
    }

    const result = await deleteProduct(ports, CALLER, 'orders', { ifMatch: CURRENT, confirm: undefined });

    if (detail === undefined) {
      expect(result.ok).toBe(true);
      return;
    }
    expect(result).toMatchObject({ failure: { reason: 'in_use', detail: expect.stringContaining(detail) } });
    expect(result).toMatchObject({ failure: { detail: expect.stringContaining('confirm=orders') } });
    expect(await ports.products.get('orders')).toBeDefined();
  });

  test('with subscriptions goes when that is confirmed by its id, and by no other word', async () => {
    const { ports, clock, stores } = aRegistryWorld();

    const wrong = await deleteProduct(ports, CALLER, 'orders', { ifMatch: CURRENT, confirm: 'yes' });
    const right = await deleteProduct(ports, CALLER, 'orders', { ifMatch: CURRENT, confirm: 'orders' });

    expect(wrong).toMatchObject({
      failure: { reason: 'invalid', errors: [{ field: 'confirm', message: 'must be "orders"' }] },
    });
    expect(right.ok).toBe(true);
    expect(await ports.products.get('orders')).toBeUndefined();
    const [tombstone] = stores.products.all();
    expect(tombstone).toMatchObject({ revision: 2, deletedAt: clock.now, lastChange: { action: 'product.delete' } });
  });

  test('is not held by subscriptions to what had its id before', async () => {
    const { ports } = aRegistryWorld({ productIncarnation: 'f'.repeat(32) });

    const result = await deleteProduct(ports, CALLER, 'orders', { ifMatch: CURRENT, confirm: undefined });

    expect(result.ok).toBe(true);
  });

  test('is held by what cannot be read, and by more than can be looked through', async () => {
    const { ports } = aRegistryWorld();
    const endless = {
      ...ports,
      subscriptions: { ...ports.subscriptions, listOfProduct: async () => ({ items: [], unreadable: [], next: 'x' }) },
    };

    const result = await deleteProduct(endless, CALLER, 'orders', { ifMatch: CURRENT, confirm: undefined });

    expect(result).toMatchObject({ failure: { reason: 'in_use', detail: expect.stringContaining('more than 0') } });
  });
});

function manyAttributes(count: number, prefix: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'x']));
}
