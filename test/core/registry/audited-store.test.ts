import { describe, expect, test } from '@jest/globals';
import { auditEntryOf } from '#core/registry/audit-entry.ts';
import { AUDITED_PRODUCTS } from '#core/registry/audited-kind.ts';
import { type AuditableStore, auditedStore } from '#core/registry/audited-store.ts';
import type { AuditTrail } from '#core/registry/ports.ts';
import type { Product } from '#core/registry/product.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { type InMemoryAuditTrail, inMemoryAuditTrail } from '#test/support/in-memory-audit-trail.ts';
import { type InMemoryStore, inMemoryStore } from '#test/support/in-memory-stores.ts';
import { aChange, aProduct, CREATED_AT } from '#test/support/registry-fixtures.ts';

/** What is kept when a process dies. */
interface World {
  readonly products: InMemoryStore<Product>;
  readonly trail: InMemoryAuditTrail;
  /** Every revision that was ever stored. */
  readonly written: Product[];
}

const newWorld = (): World => ({
  products: inMemoryStore(({ productId }: Product) => productId),
  trail: inMemoryAuditTrail(),
  written: [],
});

class Killed extends Error {}

/** A process that is killed before its step of that number, counted from 0; nothing that it does after counts. */
function processKilledAt(world: World, fatalStep: number) {
  let step = -1;
  const reports: unknown[] = [];
  const alive = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    step += 1;
    if (step >= fatalStep) throw new Killed();
    return work();
  };
  const written = async <Outcome>(item: Product, success: Outcome, write: () => Promise<Outcome>) => {
    const outcome = await write();
    if (outcome === success) world.written.push(item);
    return outcome;
  };
  const { products, trail } = world;
  const store: AuditableStore<Product> = {
    get: (id) => alive(() => products.get(id)),
    latest: (id) => alive(() => products.latest(id)),
    create: (item) => alive(() => written(item, 'created' as const, () => products.create(item))),
    createOver: (item, over) => alive(() => written(item, 'created' as const, () => products.createOver(item, over))),
    replace: (next) => alive(() => written(next, 'replaced' as const, () => products.replace(next))),
  };
  const audit: Pick<AuditTrail, 'add' | 'ensure'> = {
    add: (entry) => alive(() => trail.add(entry)),
    ensure: (entry) => alive(() => trail.ensure(entry)),
  };
  const report = (fault: unknown) => void reports.push(fault);
  return { store: auditedStore({ kind: AUDITED_PRODUCTS, store, audit, report }), reports, steps: () => step + 1 };
}

const neverKilled = Number.POSITIVE_INFINITY;
const first = aProduct();
const second = nextOf(first);
const tombstone = { ...nextOf(second), deletedAt: CREATED_AT + 9 };
const again = aProduct({ incarnation: 'f'.repeat(32), lastChange: aChange({ requestId: 'again' }) });

function nextOf(product: Product): Product {
  const revision = product.revision + 1;
  return { ...product, revision, lastChange: aChange({ requestId: `request-${revision}`, at: CREATED_AT + revision }) };
}

const entryOf = (product: Product) => auditEntryOf('product', product.productId, product);

/** What would be lost for good: a revision without an entry that is not stored any more, so that nobody can tell it. */
function lostFor(world: World) {
  const known = new Set(world.trail.all().map(({ incarnation, revision }) => `${incarnation} ${revision}`));
  const stored = new Set(world.products.all());
  return world.written.filter(
    ({ incarnation, revision }) =>
      !known.has(`${incarnation} ${revision}`) &&
      ![...stored].some((item) => item.incarnation === incarnation && item.revision === revision),
  );
}

type AuditedProducts = ReturnType<typeof processKilledAt>['store'];
const life: readonly (readonly [string, (store: AuditedProducts) => Promise<unknown>])[] = [
  ['create', (store) => store.create(first)],
  ['change', (store) => store.replace(second)],
  ['read', (store) => store.get('orders')],
  ['delete', (store) => store.replace(tombstone)],
  ['create again', (store) => store.create(again)],
];

describe('a thing that is created, changed, deleted and created again', () => {
  test('has an entry for each of its revisions, in the order in which they were made', async () => {
    const world = newWorld();
    const { store, reports } = processKilledAt(world, neverKilled);

    for (const [, act] of life) await act(store);

    expect(world.trail.all()).toEqual([first, second, tombstone, again].map(entryOf));
    expect(reports).toEqual([]);
  });

  test('loses no entry, whichever of its processes die, and at whichever step', async () => {
    let deaths = 0;
    // Every act is killed at each of its steps (none has more than four), in every combination.
    for (let combination = 0; combination < 5 ** life.length; combination += 1) {
      const world = newWorld();
      const lost: unknown[] = [];
      for (const [index, [name, act]] of life.entries()) {
        const fatalStep = Math.floor(combination / 5 ** index) % 5;
        const { store } = processKilledAt(world, fatalStep === 4 ? neverKilled : fatalStep);
        await act(store).catch((thrown) => {
          if (!(thrown instanceof Killed)) throw thrown;
          deaths += 1;
        });
        lost.push(...lostFor(world).map((product) => [name, product]));
      }
      // One expectation for all acts: three thousand combinations times five of them take longer than what they look at.
      expect(lost).toEqual([]);

      // Whoever comes next finds the entry that is still missing, and so the trail is whole.
      await processKilledAt(world, neverKilled).store.create(aProduct({ incarnation: '0'.repeat(32) }));
      const entries = new Set(world.trail.all().map(({ incarnation, revision }) => `${incarnation} ${revision}`));
      const written = world.written.map(({ incarnation, revision }) => `${incarnation} ${revision}`);
      expect(written.filter((revision) => !entries.has(revision))).toEqual([]);
    }
    expect(deaths).toBeGreaterThan(1_000);
  });

  test('takes four steps at most, so that the test above kills it at each of them', async () => {
    const world = newWorld();
    for (const [, act] of life) {
      const { store, steps } = processKilledAt(world, neverKilled);
      await act(store);
      expect(steps()).toBeLessThanOrEqual(4);
    }
  });
});

describe('an audited store', () => {
  const unavailable = new StoreUnavailableError('PutItem on AuditTrail', { cause: new Error('gone') });
  const failing = async () => {
    throw unavailable;
  };

  function storeWith(audit: Partial<AuditTrail>, seed: readonly Product[] = []) {
    const products = inMemoryStore(({ productId }: Product) => productId, seed);
    const trail = inMemoryAuditTrail();
    const reports: unknown[][] = [];
    const store = auditedStore({
      kind: AUDITED_PRODUCTS,
      store: products,
      audit: { ...trail, ...audit },
      report: (...all) => void reports.push(all),
    });
    return { store, products, trail, reports };
  }

  test('answers a change as done, and reports it, when its entry cannot be added', async () => {
    const { store, reports } = storeWith({ add: failing });

    expect(await store.create(first)).toBe('created');
    expect(await store.replace(second)).toBe('replaced');

    expect(await store.get('orders')).toEqual(second);
    expect(reports).toEqual([
      [unavailable, entryOf(first)],
      [unavailable, entryOf(second)],
    ]);
  });

  test('changes nothing when it cannot make sure of the entry of what it would overwrite', async () => {
    const { store, products } = storeWith({ ensure: failing }, [first]);

    await expect(store.replace(second)).rejects.toBe(unavailable);
    expect(products.all()).toEqual([first]);

    products.put(tombstone);
    await expect(store.create(again)).rejects.toBe(unavailable);
    expect(products.all()).toEqual([tombstone]);
  });

  test('gives what was read when its entry cannot be looked for, and reports that', async () => {
    const { store, reports } = storeWith({ ensure: failing }, [first]);

    expect(await store.get('orders')).toEqual(first);
    expect(await store.get('nobody')).toBeUndefined();

    expect(reports).toEqual([[unavailable, entryOf(first)]]);
  });

  test('adds what a reader finds missing', async () => {
    const { store, trail } = storeWith({}, [second]);

    await store.get('orders');

    expect(trail.all()).toEqual([entryOf(second)]);
  });

  test('adds no entry for what was not done', async () => {
    const { store, trail } = storeWith({}, [second]);

    expect(await store.create(again)).toBe('exists');
    expect(await store.replace(second)).toBe('conflict');
    expect(await store.replace(nextOf(aProduct({ productId: 'nobody' })))).toBe('conflict');

    expect(trail.all()).toEqual([entryOf(second)]);
  });

  test('does not bury a tombstone that came up while it looked', async () => {
    const world = newWorld();
    const { products } = world;
    const store = auditedStore({
      kind: AUDITED_PRODUCTS,
      store: {
        ...products,
        latest: async (id) => {
          const found = await products.latest(id);
          products.put(tombstone);
          return found;
        },
      },
      audit: world.trail,
      report: () => {},
    });

    expect(await store.create(again)).toBe('exists');

    expect(products.all()).toEqual([tombstone]);
  });

  test('of fifty changes at once makes one, and adds its entry alone', async () => {
    const { store, trail } = storeWith({}, [first]);
    const changes = Array.from({ length: 50 }, (_, index) => ({
      ...nextOf(first),
      lastChange: aChange({ requestId: `request-${index}` }),
    }));

    const outcomes = await Promise.all(changes.map((change) => store.replace(change)));

    const winner = changes[outcomes.indexOf('replaced')]!;
    expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
    expect(trail.all().filter(({ revision }) => revision === 2)).toEqual([entryOf(winner)]);
  });
});
