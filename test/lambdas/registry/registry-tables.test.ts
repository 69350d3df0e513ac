import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { registryUnderTest } from '#test/support/registry-caller.ts';

const dynalite = useDynalite();

async function registryOnTables() {
  const tables = [
    await dynalite.freshTable('Products'),
    await dynalite.freshTable('Clients'),
    await dynalite.freshTable('Subscriptions'),
  ] as const;
  const registry = registryUnderTest({
    products: productStore(dynalite.documents(), tables[0]),
    clients: clientStore(dynalite.documents(), tables[1]),
    subscriptions: subscriptionStore(dynalite.documents(), tables[2]),
  });
  const dump = async () => {
    const scans = tables.map((TableName) => dynalite.documents().send(new ScanCommand({ TableName })));
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
  }

  const stored = (await dump()).toLowerCase();

  expect(stored).toContain('acme ltd');
  expect(new Set(secrets).size).toBe(5);
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
