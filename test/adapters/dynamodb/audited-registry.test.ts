import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { auditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { AUDITED_CLIENTS } from '#core/registry/audited-kind.ts';
import { auditedStore } from '#core/registry/audited-store.ts';
import { sweepAuditTrail } from '#core/registry/sweep-audit-trail.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { aChange, aClient, aProduct, aSubscription, CREATED_AT } from '#test/support/registry-fixtures.ts';

const dynalite = useDynalite();

async function aRegistry() {
  const [products, clients, subscriptions, trail] = await Promise.all([
    dynalite.freshTable('Products'),
    dynalite.freshTable('Clients'),
    dynalite.freshTable('Subscriptions'),
    dynalite.freshTable('AuditTrail'),
  ]);
  const documents = dynalite.documents();
  const scan = async (TableName: string) => (await documents.send(new ScanCommand({ TableName }))).Items ?? [];
  return {
    products: productStore(documents, products),
    clients: clientStore(documents, clients),
    subscriptions: subscriptionStore(documents, subscriptions),
    audit: auditTrail(documents, trail),
    put: (item: Record<string, unknown>) => documents.send(new PutCommand({ TableName: clients, Item: item })),
    storedClients: () => scan(clients),
    entries: async () => (await scan(trail)).map(({ entity, revision }) => `${entity} ${revision}`).toSorted(),
  };
}

const second = aClient({ revision: 2, lastChange: aChange({ requestId: 'request-2' }) });
const tombstone = aClient({ revision: 3, deletedAt: CREATED_AT, lastChange: aChange({ requestId: 'request-3' }) });

test('a tombstone goes thirty days after the deletion, and nothing else goes by itself', async () => {
  const { clients, storedClients } = await aRegistry();
  await clients.create(aClient());
  await clients.replace(second);
  expect(await storedClients()).toEqual([expect.not.objectContaining({ timeToLive: expect.anything() })]);

  await clients.replace(tombstone);
  const thirtyDays = 30 * 24 * 60 * 60;
  expect(await storedClients()).toMatchObject([{ timeToLive: Math.ceil(CREATED_AT / 1_000) + thirtyDays }]);

  await clients.create(aClient({ incarnation: 'f'.repeat(32) }));
  expect(await storedClients()).toEqual([expect.not.objectContaining({ timeToLive: expect.anything() })]);
});

test('of fifty audited changes at once one wins, and the trail has it and what it replaced', async () => {
  const { clients, audit, entries } = await aRegistry();
  const reports: unknown[] = [];
  const report = (fault: unknown) => void reports.push(fault);
  const store = auditedStore({ kind: AUDITED_CLIENTS, store: clients, audit, report });
  await clients.create(aClient());

  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      store.replace({ ...second, lastChange: aChange({ requestId: `request-${index}` }) }),
    ),
  );

  expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
  expect(await entries()).toEqual(['client/acme 1', 'client/acme 2']);
  expect(reports).toEqual([]);
});

test('a damaged item is neither changed nor created over, and does not keep others from it', async () => {
  const { clients, audit, put, entries } = await aRegistry();
  const store = auditedStore({ kind: AUDITED_CLIENTS, store: clients, audit, report: () => {} });
  await put({ clientId: 'acme', incarnation: 'b'.repeat(32), revision: 1, deletedAt: 1 });

  await expect(store.create(aClient())).rejects.toThrow('The item "acme" of Clients cannot be read: schema');
  await expect(store.replace(second)).rejects.toThrow('cannot be read');
  expect(await store.create(aClient({ clientId: 'other' }))).toBe('created');

  expect(await entries()).toEqual(['client/other 1']);
});

test('a sweep finds everything that has no entry, tombstones too, and passes what is damaged', async () => {
  const { products, clients, subscriptions, audit, put, entries } = await aRegistry();
  await clients.create(aClient());
  await clients.replace(second);
  await clients.replace(tombstone);
  for (let index = 0; index < 30; index += 1) await products.create(aProduct({ productId: `p${index}` }));
  await subscriptions.create(aSubscription());
  await put({ clientId: 'damaged', schema: 1 });
  const reports: unknown[] = [];

  const outcome = await sweepAuditTrail(
    {
      products,
      clients,
      subscriptions,
      audit,
      clock: () => 0,
      randomId: () => 'somewhere',
      report: (thrown) => void reports.push(thrown),
    },
    1,
  );

  expect(outcome).toEqual({ audited: 32, unreadable: 1, failed: 0, complete: true });
  expect(await entries()).toHaveLength(32);
  expect(await entries()).toContain('client/acme 3');
  expect(reports.map(String)).toEqual([expect.stringContaining('"damaged" of Clients cannot be read')]);
});
