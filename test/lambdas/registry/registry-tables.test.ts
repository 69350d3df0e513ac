import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { auditTrail as auditTrailIn } from '#adapters/dynamodb/audit-trail.ts';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { secretUses } from '#adapters/dynamodb/secret-uses.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import type { AggregateState } from '#core/registry/aggregate.ts';
import {
  AUDITED_CLIENTS,
  AUDITED_PRODUCTS,
  AUDITED_SUBSCRIPTIONS,
  type AuditedKind,
} from '#core/registry/audited-kind.ts';
import { type AuditableStore, auditedStore } from '#core/registry/audited-store.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { registryUnderTest } from '#test/support/registry-caller.ts';

const dynalite = useDynalite();

async function registryOnTables() {
  const tables = await Promise.all([
    dynalite.freshTable('Products'),
    dynalite.freshTable('Clients'),
    dynalite.freshTable('Subscriptions'),
    dynalite.freshTable('AuditTrail'),
    dynalite.freshTable('SecretUses'),
  ]);
  const [products, clients, subscriptions, trail, uses] = tables;
  const documents = dynalite.documents();
  const auditTrail = auditTrailIn(documents, trail);
  const unexpected = (fault: unknown) => {
    throw fault;
  };
  const audited = <Item extends AggregateState, Kept extends AuditableStore<Item>>(
    kind: AuditedKind<Item>,
    store: Kept,
  ) => ({ ...store, ...auditedStore({ kind, store, audit: auditTrail, report: unexpected }) });
  const registry = registryUnderTest({
    products: audited(AUDITED_PRODUCTS, productStore(documents, products)),
    clients: audited(AUDITED_CLIENTS, clientStore(documents, clients)),
    subscriptions: audited(AUDITED_SUBSCRIPTIONS, subscriptionStore(documents, subscriptions)),
    auditTrail,
    secretUses: secretUses(documents, uses, unexpected),
  });
  const dump = async () => {
    const scans = tables.map((TableName) => documents.send(new ScanCommand({ TableName })));
    return JSON.stringify((await Promise.all(scans)).map(({ Items }) => Items));
  };
  return { ...registry, dump };
}

test('everything that is in the tables together holds no secret, in no encoding', async () => {
  const { call, dump, lines } = await registryOnTables();
  await call('POST', '/products', {
    productId: 'orders',
    displayName: 'Orders',
    projects: [{ projectId: 'orders' }],
    scopes: ['orders:read'],
  });
  await call('POST', '/clients', { clientId: 'acme', displayName: 'Acme Ltd', email: 'api@acme.example' });
  const secrets: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const { status, body } = await call('POST', '/subscriptions', { clientId: 'acme', productId: 'orders' });
    expect(status).toBe(201);
    secrets.push(body.consumerSecret);
    const rotated = await call('POST', `/subscriptions/${body.consumerKey}/secrets`, { overlap: '1h' });
    expect(rotated.status).toBe(201);
    secrets.push(rotated.body.consumerSecret);
  }

  const stored = (await dump()).toLowerCase();

  expect(stored).toContain('acme ltd');
  expect(stored).toContain('secret.rotate');
  expect(new Set(secrets).size).toBe(10);
  for (const secret of secrets) {
    const body = secret.slice(4, -7);
    for (const part of [secret, body, body.slice(0, 16)]) {
      for (const text of [
        part,
        ...(['base64', 'base64url', 'hex'] as const).map((code) => Buffer.from(part).toString(code)),
      ]) {
        expect(stored).not.toContain(text.replace(/=+$/, '').slice(0, -1).toLowerCase());
      }
    }
    expect(JSON.stringify(lines)).not.toContain(body);
  }
});

test('of ten creations of one id at once, one is created and nine conflict', async () => {
  const { call } = await registryOnTables();
  const client = { clientId: 'acme', displayName: 'Acme Ltd', email: 'api@acme.example' };

  const answers = await Promise.all(Array.from({ length: 10 }, () => call('POST', '/clients', client)));

  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
});

test('lists go on by their cursors over the tables’ indexes', async () => {
  const { call } = await registryOnTables();
  await call('POST', '/products', {
    productId: 'p',
    displayName: 'P',
    projects: [{ projectId: 'legacy' }],
    scopes: [],
  });
  await call('POST', '/clients', { clientId: 'c', displayName: 'C', email: 'c@acme.example' });
  const keys: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    keys.push((await call('POST', '/subscriptions', { clientId: 'c', productId: 'p' })).body.consumerKey);
  }

  for (const list of ['/subscriptions?', '/subscriptions?clientId=c&', '/subscriptions?productId=p&']) {
    const found: string[] = [];
    let next = '';
    do {
      const { body } = await call('GET', `${list}limit=2${next}`);
      found.push(...body.items.map(({ consumerKey }: { consumerKey: string }) => consumerKey));
      next = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
    } while (next !== '');
    expect(found.toSorted()).toEqual(keys.toSorted());
  }
});

test('every change that was made, and no refused one, is found in the audit trail, page by page', async () => {
  const { call } = await registryOnTables();
  const path = '/clients/acme';
  await call('POST', '/clients', { clientId: 'acme', displayName: 'Acme Ltd', email: 'api@acme.example' });
  await call('PATCH', path, { displayName: 'Acme plc' }, { 'if-match': '*' });
  await call('PATCH', path, { displayName: 'nobody' }, { 'if-match': '"1-00000000"' });
  await call('DELETE', path, undefined, { 'if-match': '*' });
  await call('POST', '/clients', { clientId: 'acme', displayName: 'Acme again', email: 'api@acme.example' });

  for (const list of ['/audit?entity=client/acme&', '/audit?']) {
    const found: string[] = [];
    let next = '';
    do {
      const { status, body } = await call('GET', `${list}limit=1${next}`);
      expect(status).toBe(200);
      found.push(...body.items.map(({ action }: { action: string }) => action));
      next = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
    } while (next !== '');
    expect(found.toSorted()).toEqual(['client.change', 'client.create', 'client.create', 'client.delete']);
  }
});
