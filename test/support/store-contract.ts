/** What every implementation of the registry's stores must do; each of them runs this suite. */
import { describe, expect, test } from '@jest/globals';
import type { Lister, PageRequest, Store } from '#core/registry/ports.ts';
import type { RegistryStores } from './in-memory-stores.ts';
import { aClient, aProduct, aSubscription } from './registry-fixtures.ts';

/** @param freshStores gives empty stores at each call */
export function describeRegistryStores(freshStores: () => Promise<RegistryStores>): void {
  describe('products', () => {
    describeStore(
      async () => (await freshStores()).products,
      (productId, fields) => aProduct({ productId, ...fields }),
      ({ productId }) => productId,
    );

    test('keep their optional fields, present or absent', async () => {
      const { products } = await freshStores();
      const plain = aProduct({ productId: 'plain', scopes: [] });
      const described = aProduct({ productId: 'described', description: 'Zoë’s orders 🧾' });

      await products.create(plain);
      await products.create(described);

      expect(await products.get('plain')).toEqual(plain);
      expect(await products.get('described')).toEqual(described);
    });
  });

  describe('clients', () => {
    describeStore(
      async () => (await freshStores()).clients,
      (clientId, fields) => aClient({ clientId, ...fields }),
      ({ clientId }) => clientId,
    );
  });

  describe('subscriptions', () => {
    describeStore(
      async () => (await freshStores()).subscriptions,
      (consumerKey, fields) => aSubscription({ consumerKey, ...fields }),
      ({ consumerKey }) => consumerKey,
    );

    test('keep their times and both their secrets', async () => {
      const { subscriptions } = await freshStores();
      const [secret] = aSubscription().secrets;
      const subscription = aSubscription({
        validFrom: 1,
        expiresAt: 8_640_000_000_000_000,
        secrets: [secret!, { ...secret!, secretId: 'second', expiresAt: 1_800_000_000_000 }],
      });

      await subscriptions.create(subscription);

      expect(await subscriptions.get(subscription.consumerKey)).toEqual(subscription);
    });

    test('are listed by client and by product, page by page', async () => {
      const { subscriptions } = await freshStores();
      for (let index = 0; index < 12; index += 1) {
        const clientId = index % 2 === 0 ? 'acme' : 'globex';
        const productId = index % 3 === 0 ? 'orders' : 'legacy';
        await subscriptions.create(aSubscription({ consumerKey: keyNumber(index), clientId, productId }));
      }

      const ofAcme = await readAll((page) => subscriptions.listOfClient('acme', page), 4);
      const ofOrders = await readAll((page) => subscriptions.listOfProduct('orders', page), 1);

      expect(ofAcme.map(({ consumerKey }) => consumerKey).toSorted()).toEqual([0, 2, 4, 6, 8, 10].map(keyNumber));
      expect(ofOrders.map(({ consumerKey }) => consumerKey).toSorted()).toEqual([0, 3, 6, 9].map(keyNumber));
      expect(await subscriptions.listOfClient('nobody', { limit: 5 })).toEqual({ items: [], unreadable: [] });
    });
  });
}

function describeStore<Item>(
  freshStore: () => Promise<Store<Item> & Lister<Item>>,
  make: (id: string, fields?: { readonly incarnation: string }) => Item,
  idOf: (item: Item) => string,
): void {
  test('come back as they were created', async () => {
    const store = await freshStore();

    expect(await store.create(make('one'))).toBe('created');

    expect(await store.get('one')).toEqual(make('one'));
  });

  test('are undefined when there is none of that id', async () => {
    const store = await freshStore();

    expect(await store.get('nobody')).toBeUndefined();
  });

  test('are not overwritten by one of the same id', async () => {
    const store = await freshStore();
    await store.create(make('one'));

    expect(await store.create(make('one', { incarnation: 'f'.repeat(32) }))).toBe('exists');

    expect(await store.get('one')).toEqual(make('one'));
  });

  test('of one id, created twenty times at once, are created once', async () => {
    const store = await freshStore();
    const attempts = Array.from({ length: 20 }, (_, index) =>
      store.create(make('one', { incarnation: String(index).padStart(32, '0') })),
    );

    const outcomes = await Promise.all(attempts);

    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
  });

  test('are listed each exactly once, whatever the page size', async () => {
    const store = await freshStore();
    const ids = Array.from({ length: 7 }, (_, index) => `item-${index}`);
    for (const id of ids) await store.create(make(id));

    for (const limit of [1, 3, 7, 100]) {
      const items = await readAll((page) => store.list(page), limit);
      expect(items.map(idOf).toSorted()).toEqual(ids);
    }
  });

  test('are listed on from an id that exists no more', async () => {
    const store = await freshStore();
    await store.create(make('one'));

    const { unreadable } = await store.list({ limit: 1, after: 'gone' });

    expect(unreadable).toEqual([]);
  });
}

async function readAll<Item>(list: Lister<Item>['list'], limit: PageRequest['limit']): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await list({ limit, ...(after !== undefined && { after }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

function keyNumber(index: number): string {
  return `tgk_${String(index).padStart(22, '0')}`;
}
