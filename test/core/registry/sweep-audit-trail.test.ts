import { describe, expect, test } from '@jest/globals';
import type { Lister } from '#core/registry/ports.ts';
import type { Product } from '#core/registry/product.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { type SweepAuditTrailPorts, sweepAuditTrail } from '#core/registry/sweep-audit-trail.ts';
import { inMemoryAuditTrail } from '#test/support/in-memory-audit-trail.ts';
import { inMemoryRegistry } from '#test/support/in-memory-stores.ts';
import { aClient, aProduct, aSubscription, CREATED_AT } from '#test/support/registry-fixtures.ts';

const productNumber = (index: number) => `p${String(index).padStart(4, '0')}`;

async function aRegistry(productCount = 0) {
  const { products, clients, subscriptions } = inMemoryRegistry();
  const trail = inMemoryAuditTrail();
  const reports: unknown[] = [];
  for (let index = 0; index < productCount; index += 1) {
    products.put(aProduct({ productId: productNumber(index), incarnation: String(index).padStart(32, '0') }));
  }
  const ports: SweepAuditTrailPorts = {
    products,
    clients,
    subscriptions,
    audit: trail,
    clock: () => 0,
    randomId: () => 'p0030',
    report: (thrown) => void reports.push(thrown),
  };
  return { products, clients, subscriptions, trail, reports, ports };
}

describe('a sweep of the audit trail', () => {
  test('adds what is missing of every kind, tombstones included, and leaves the rest alone', async () => {
    const { products, clients, subscriptions, trail, ports } = await aRegistry();
    products.put(aProduct({ revision: 3 }));
    clients.put(aClient({ deletedAt: CREATED_AT }));
    subscriptions.put(aSubscription({ revision: 2 }));
    await sweepAuditTrail(ports, 1);

    const outcome = await sweepAuditTrail(ports, 1);

    expect(outcome).toEqual({ audited: 3, unreadable: 0, failed: 0, complete: true });
    const entries = trail.all().map(({ entity, revision }) => `${entity} ${revision}`);
    expect(entries.toSorted()).toEqual([
      'client/acme 1',
      'product/orders 3',
      'subscription/tgk_0000000000000000000001 2',
    ]);
  });

  test.each(['', 'a', 'p0000', 'p0030', 'p0059', 'p0060', 'zzz'])(
    'that begins at %j comes to each item exactly once',
    async (start) => {
      const { ports, trail } = await aRegistry(60);

      const outcome = await sweepAuditTrail({ ...ports, randomId: () => start }, 1);

      expect(outcome).toMatchObject({ audited: 60, complete: true });
      expect(trail.all()).toHaveLength(60);
    },
  );

  test('ends when its time is over, and another one goes on elsewhere', async () => {
    const { ports, trail } = await aRegistry(200);
    let now = 0;
    const clock = () => {
      now += 1;
      return now;
    };

    const outcome = await sweepAuditTrail({ ...ports, clock, randomId: () => 'p0000' }, 10);

    expect(outcome).toMatchObject({ complete: false, failed: 0 });
    expect(trail.all().length).toBeLessThan(200);
    await sweepAuditTrail({ ...ports, randomId: () => 'p0100' }, 1);
    expect(trail.all()).toHaveLength(200);
  });

  test('goes on past entries that cannot be added, and counts them', async () => {
    const { ports, trail, reports } = await aRegistry(40);
    const fault = new Error('gone');
    const ensure: typeof trail.ensure = async (entry) => {
      if (entry.entity.endsWith('3')) throw fault;
      await trail.ensure(entry);
    };

    const outcome = await sweepAuditTrail({ ...ports, audit: { ensure } }, 1);

    expect(outcome).toEqual({ audited: 36, unreadable: 0, failed: 4, complete: true });
    expect(reports).toEqual([fault, fault, fault, fault]);
  });

  test('reports each damaged item once, and audits all others', async () => {
    const { ports, reports, products } = await aRegistry(10);
    const damaged = new UnreadableItemError('Products', 'broken', 'schema');
    const lister: Lister<Product> = {
      list: async (page) => ({ ...(await products.list(page)), unreadable: [damaged] }),
    };

    const outcome = await sweepAuditTrail({ ...ports, products: lister }, 1);

    expect(outcome).toEqual({ audited: 10, unreadable: 1, failed: 0, complete: true });
    expect(reports).toEqual([damaged]);
  });

  test('of a kind whose list fails does not keep the other kinds from theirs', async () => {
    const { ports, clients, reports } = await aRegistry(10);
    clients.put(aClient());
    const fault = new Error('gone');

    const outcome = await sweepAuditTrail({ ...ports, products: { list: () => Promise.reject(fault) } }, 1);

    expect(outcome).toEqual({ audited: 1, unreadable: 0, failed: 1, complete: false });
    expect(reports).toEqual([fault]);
  });

  test('of nothing at all is complete', async () => {
    const { ports } = await aRegistry();

    expect(await sweepAuditTrail(ports, 1)).toEqual({ audited: 0, unreadable: 0, failed: 0, complete: true });
  });
});
