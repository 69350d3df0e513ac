import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { inMemoryRegistry } from '#test/support/in-memory-stores.ts';
import { aClient, aProduct, aSubscription } from '#test/support/registry-fixtures.ts';
import { describeRegistryStores } from '#test/support/store-contract.ts';

const dynalite = useDynalite();

describe('the in-memory stores', () => describeRegistryStores(async () => inMemoryRegistry()));

describe('the DynamoDB stores', () => {
  describeRegistryStores(async () => {
    const [products, clients, subscriptions] = await Promise.all([
      dynalite.freshTable('Products'),
      dynalite.freshTable('Clients'),
      dynalite.freshTable('Subscriptions'),
    ]);
    return {
      products: productStore(dynalite.documents(), products),
      clients: clientStore(dynalite.documents(), clients),
      subscriptions: subscriptionStore(dynalite.documents(), subscriptions),
    };
  });
});

describe('an item', () => {
  const put = (table: string, item: Record<string, unknown>) =>
    dynalite.documents().send(new PutCommand({ TableName: table, Item: item }));

  const subscription = { schema: 1, ...aSubscription() };
  const [secret] = subscription.secrets;
  const ec = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
  const small = 'x'.repeat(342);
  const rsa = { kty: 'RSA', n: 'x'.repeat(512), e: 'AQAB' };

  test.each<[string, string, Record<string, unknown>]>([
    ['has no schema', 'schema', { schema: undefined }],
    ['has a schema of the future', 'schema', { schema: 2 }],
    ['has a blank client', 'clientId', { clientId: ' ' }],
    ['has no incarnation', 'incarnation', { incarnation: undefined }],
    ['has a null incarnation of its client', 'clientIncarnation', { clientIncarnation: null }],
    ['has an unknown status', 'status', { status: 'ACTIVE' }],
    ['has a revision of 0', 'revision', { revision: 0 }],
    ['has a time in text', 'createdAt', { createdAt: '2026-01-01' }],
    ['has a time with a fraction', 'expiresAt', { expiresAt: 1.5 }],
    ['has a null expiry', 'expiresAt', { expiresAt: null }],
    ['has secrets that are no list', 'secrets', { secrets: { secretId: 'x' } }],
    ['has a secret that is no map', 'secrets[0]', { secrets: ['x'] }],
    ['has a hash in upper case', 'secrets[1].hash', { secrets: [secret, { ...secret, hash: 'D'.repeat(64) }] }],
    ['has a secret without a hint', 'secrets[0].hint', { secrets: [{ ...secret, hint: undefined }] }],
    ['has an endless secret list', 'secrets', { secrets: Array.from({ length: 1_001 }, () => 'x') }],
    ['has keys that are no set', 'jwks', { jwks: [] }],
    ['has a key set without a list', 'jwks.keys', { jwks: {} }],
    ['has a symmetric key', 'jwks.keys[0].kty', { jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }],
    ['has a key of another curve', 'jwks.keys[1].crv', { jwks: { keys: [ec, { ...ec, crv: 'P-384' }] } }],
    ['has a key for encryption', 'jwks.keys[0].use', { jwks: { keys: [{ ...ec, use: 'enc' }] } }],
    ['has a key of 2048 bits', 'jwks.keys[0].n', { jwks: { keys: [{ kty: 'RSA', n: small, e: 'AQAB' }] } }],
    ['has a key with an exponent of 1', 'jwks.keys[0].e', { jwks: { keys: [{ ...rsa, e: 'AQ' }] } }],
    ['has 380 KB in one text', 'incarnation', { incarnation: 'x'.repeat(380_000) }],
  ])('that %s is refused, naming %s, without a value', async (_what, field, damage) => {
    const table = await dynalite.freshTable('Subscriptions');
    await put(table, { ...subscription, ...damage });

    const reading = subscriptionStore(dynalite.documents(), table).get(subscription.consumerKey);

    await expect(reading).rejects.toThrow(new UnreadableItemError('Subscriptions', subscription.consumerKey, field));
  });

  test('with a number too large for JavaScript is refused alone', async () => {
    const table = await dynalite.freshTable('Products');
    const products = productStore(dynalite.documents(), table);
    await products.create(aProduct({ productId: 'sound' }));
    await products.create(aProduct({ productId: 'large', revision: 2 }));
    await put(table, { schema: 1, ...aProduct({ productId: 'large' }), revision: 12_345_678_901_234_567_890n });

    const { items, unreadable } = await products.list({ limit: 10 });

    expect(items.map(({ productId }) => productId)).toEqual(['sound']);
    expect(unreadable.map(({ id, field }) => [id, field])).toEqual([['large', 'revision']]);
  });

  test('that is damaged is left out of a list, which reports it and holds all others', async () => {
    const table = await dynalite.freshTable('Clients');
    const clients = clientStore(dynalite.documents(), table);
    for (const clientId of ['a', 'b', 'c']) await clients.create(aClient({ clientId }));
    await put(table, { clientId: 'b' });

    const { items, unreadable } = await clients.list({ limit: 10 });

    expect(items.map(({ clientId }) => clientId).toSorted()).toEqual(['a', 'c']);
    expect(unreadable.map(({ message }) => message)).toEqual([
      'The item "b" of Clients cannot be read: schema is missing or wrong.',
    ]);
  });

  test('that is damaged is not overwritten by a create', async () => {
    const table = await dynalite.freshTable('Clients');
    await put(table, { clientId: 'acme' });

    expect(await clientStore(dynalite.documents(), table).create(aClient())).toBe('exists');
  });

  test('that has attributes of a later version besides its own is read', async () => {
    const table = await dynalite.freshTable('Clients');
    await put(table, { schema: 1, ...aClient(), inventedLater: { by: 'someone' } });

    expect(await clientStore(dynalite.documents(), table).get('acme')).toEqual(aClient());
  });
});
