/** What every implementation of the registry's stores must do; each of them runs this suite. */
import { describe, expect, test } from '@jest/globals';
import type { AggregateState } from '#core/registry/aggregate.ts';
import type { AuditableStore } from '#core/registry/audited-store.ts';
import type { Client } from '#core/registry/client.ts';
import type { Lister, SubscriptionLister } from '#core/registry/ports.ts';
import type { Product } from '#core/registry/product.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { eventually } from './eventually.ts';
import { readAll } from './read-all.ts';
import { aChange, aClient, aProduct, aSubscription, CREATED_AT } from './registry-fixtures.ts';

export interface StoresUnderTest {
  readonly products: AuditableStore<Product> & Lister<Product>;
  readonly clients: AuditableStore<Client> & Lister<Client>;
  readonly subscriptions: AuditableStore<Subscription> & SubscriptionLister;
}

/** @param freshStores gives empty stores at each call */
export function describeRegistryStores(freshStores: () => Promise<StoresUnderTest>): void {
  describe('products', () => {
    describeStore(
      async () => (await freshStores()).products,
      (productId, fields) => aProduct({ productId, ...fields }),
      ({ productId }) => productId,
    );

    test('keep their optional fields, present or absent', async () => {
      const { products } = await freshStores();
      const plain = aProduct({ productId: 'plain', scopes: [] });
      const described = aProduct({
        productId: 'described',
        description: 'Zoë’s orders 🧾',
        projects: [
          { projectId: 'orders', operations: [{ methods: ['GET', 'ANY'], path: '/items/{id}' }] },
          { projectId: 'weather', soapOperations: ['GetForecast', 'Vorhersage_lösen'] },
        ],
        access: 'public',
        keyApproval: 'manual',
        accessTokenExpiryTime: 1_000,
        authenticationMethods: ['private_key_jwt', 'client_secret_post'],
        attributes: { team: 'blue', constructor: 'Zoë' },
        idempotency: { key: '1'.repeat(64), request: '2'.repeat(64) },
        lastChange: aChange({ before: '3'.repeat(64), subject: 'c'.repeat(16) }),
      });

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

    test('keep their times, both their secrets, and their keys', async () => {
      const { subscriptions } = await freshStores();
      const [secret] = aSubscription().secrets;
      const subscription = aSubscription({
        validFrom: 1,
        expiresAt: 8_640_000_000_000_000,
        secrets: [secret!, { ...secret!, secretId: 'second', expiresAt: 1_800_000_000_000 }],
        tokensNotBefore: 1_767_323_046,
        jwks: {
          keys: [
            { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43), kid: 'one', alg: 'ES256' },
            { kty: 'RSA', n: 'g'.repeat(512), e: 'AQAB', alg: 'RS256', use: 'sig' },
            { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43), alg: 'EdDSA' },
          ],
        },
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

      await eventually(async () => {
        const ofAcme = await readAll((page) => subscriptions.listOfClient('acme', page), 4);
        const ofOrders = await readAll((page) => subscriptions.listOfProduct('orders', page), 1);
        expect(ofAcme.map(({ consumerKey }) => consumerKey).toSorted()).toEqual([0, 2, 4, 6, 8, 10].map(keyNumber));
        expect(ofOrders.map(({ consumerKey }) => consumerKey).toSorted()).toEqual([0, 3, 6, 9].map(keyNumber));
      });
      expect(await subscriptions.listOfClient('nobody', { limit: 5 })).toEqual({ items: [], unreadable: [] });
    });

    test('that are deleted are left out of the lists by client and by product, unless these are asked for', async () => {
      const { subscriptions } = await freshStores();
      const subscription = aSubscription();
      await subscriptions.create(subscription);
      await subscriptions.create(aSubscription({ consumerKey: keyNumber(2) }));
      await subscriptions.replace(tombstoneOf(subscription));

      await eventually(async () => {
        for (const list of [
          (deleted: boolean) => subscriptions.listOfClient('acme', { limit: 5, deleted }),
          (deleted: boolean) => subscriptions.listOfProduct('orders', { limit: 5, deleted }),
        ]) {
          expect((await list(false)).items.map(({ consumerKey }) => consumerKey)).toEqual([keyNumber(2)]);
          expect((await list(true)).items).toHaveLength(2);
        }
      });
    });
  });
}

function describeStore<Item extends AggregateState>(
  freshStore: () => Promise<AuditableStore<Item> & Lister<Item>>,
  make: (id: string, fields?: Partial<AggregateState>) => Item,
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

  test('are replaced by their next revision', async () => {
    const store = await freshStore();
    const first = make('one');
    await store.create(first);

    const next = nextOf(first, { principal: 'arn:aws:iam::000000000000:user/other' });

    expect(await store.replace(next)).toBe('replaced');
    expect(await store.get('one')).toEqual(next);
  });

  test.each<[string, (item: AggregateState) => Partial<AggregateState>]>([
    ['the revision that is there', ({ revision }) => ({ revision })],
    ['a revision further on', ({ revision }) => ({ revision: revision + 2 })],
    ['the next revision of another incarnation', ({ revision }) => ({ revision: revision + 1, incarnation: 'f' })],
  ])('are not replaced by %s', async (_what, fields) => {
    const store = await freshStore();
    const first = make('one');
    await store.create(first);

    const other = { ...first, ...fields(first), lastChange: aChange({ requestId: 'other' }) };

    expect(await store.replace(other)).toBe('conflict');
    expect(await store.get('one')).toEqual(first);
  });

  test('are not replaced when there is none', async () => {
    const store = await freshStore();

    expect(await store.replace(nextOf(make('one')))).toBe('conflict');

    expect(await store.latest('one')).toBeUndefined();
  });

  test('of fifty changes at once, take exactly one', async () => {
    const store = await freshStore();
    const first = make('one');
    await store.create(first);
    const changes = Array.from({ length: 50 }, (_, index) => nextOf(first, { requestId: `request-${index}` }));

    const outcomes = await Promise.all(changes.map((change) => store.replace(change)));

    expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
    expect(await store.get('one')).toEqual(changes[outcomes.indexOf('replaced')]);
  });

  test('that are deleted are absent to readers, lists and changes', async () => {
    const store = await freshStore();
    const first = make('one');
    const tombstone = tombstoneOf(first);
    await store.create(first);
    await store.create(make('two'));

    expect(await store.replace(tombstone)).toBe('replaced');

    expect(await store.get('one')).toBeUndefined();
    expect((await readAll((page) => store.list(page), 1)).map(idOf)).toEqual(['two']);
    expect(await store.replace(nextOf(tombstone))).toBe('conflict');
  });

  test('that are deleted are there for those who ask for what is deleted', async () => {
    const store = await freshStore();
    const tombstone = tombstoneOf(make('one'));
    await store.create(make('one'));
    await store.replace(tombstone);

    expect(await store.latest('one')).toEqual(tombstone);
    expect(await readAll((page) => store.list({ ...page, deleted: true }), 1)).toEqual([tombstone]);
  });

  test('that are deleted give way to a new one of the same id', async () => {
    const store = await freshStore();
    const tombstone = tombstoneOf(make('one'));
    await store.create(make('one'));
    await store.replace(tombstone);
    const again = make('one', { incarnation: 'f'.repeat(32) });

    expect(await store.create(again)).toBe('created');

    expect(await store.get('one')).toEqual(again);
    expect(await store.latest('one')).toEqual(again);
    expect(await store.replace(nextOf(tombstone))).toBe('conflict');
  });

  test('are created over the one tombstone that was seen, over none unseen, and over nothing that lives', async () => {
    const store = await freshStore();
    const first = make('one');
    const tombstone = tombstoneOf(first);
    const again = make('one', { incarnation: 'f'.repeat(32) });
    const other = make('one', { incarnation: '0'.repeat(32) });

    expect(await store.createOver(first, undefined)).toBe('created');
    expect(await store.createOver(again, undefined)).toBe('exists');
    expect(await store.createOver(again, first)).toBe('exists');
    expect(await store.replace(tombstone)).toBe('replaced');
    expect(await store.createOver(again, undefined)).toBe('exists');
    expect(await store.createOver(again, { ...tombstone, incarnation: '0'.repeat(32) })).toBe('exists');
    expect(await store.createOver(again, tombstone)).toBe('created');
    expect(await store.createOver(other, tombstone)).toBe('exists');

    expect(await store.get('one')).toEqual(again);
  });
}

function nextOf<Item extends AggregateState>(item: Item, change: Parameters<typeof aChange>[0] = {}): Item {
  const lastChange = aChange({ requestId: `request-${item.revision + 1}`, ...change });
  return { ...item, revision: item.revision + 1, changedAt: CREATED_AT + item.revision, lastChange };
}

function tombstoneOf<Item extends AggregateState>(item: Item): Item {
  return { ...nextOf(item), deletedAt: CREATED_AT + item.revision };
}

function keyNumber(index: number): string {
  return `tgk_${String(index).padStart(22, '0')}`;
}
