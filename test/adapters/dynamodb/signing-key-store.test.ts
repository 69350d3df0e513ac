import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { listPublicKeys, signingKeyStore } from '#adapters/dynamodb/signing-key-store.ts';
import { rotateSigningKeys } from '#core/keys/rotate-signing-keys.ts';
import type { SigningKey } from '#core/keys/signing-key.ts';
import { useDynalite } from '../../support/dynalite.ts';
import { newKeyPair } from '../../support/token-world.ts';

const dynamodb = useDynalite();

function aKey(fields: Partial<SigningKey> = {}): SigningKey {
  const { kid, publicJwk } = newKeyPair();
  return { kid, publicJwk, encryptedPrivateKey: 'AQID', state: 'current', createdAt: 1, ...fields };
}

async function aStore() {
  const table = await dynamodb.freshTable('SigningKeys');
  const reports: string[] = [];
  const report = (error: Error) => void reports.push(error.message);
  return {
    table,
    reports,
    store: signingKeyStore(dynamodb.documents(), table, report),
    publicKeys: () => listPublicKeys(dynamodb.documents(), table, report),
  };
}

describe('the store of signing keys', () => {
  test('gives back what was created, whole or the public half alone', async () => {
    const { store, publicKeys } = await aStore();
    const key = aKey();

    expect(await store.create(key)).toBe('created');
    expect(await store.list()).toEqual([key]);
    expect(await publicKeys()).toEqual([key.publicJwk]);
  });

  test('does not overwrite a key', async () => {
    const { store } = await aStore();
    const key = aKey();

    await store.create(key);

    expect(await store.create({ ...key, state: 'retired' })).toBe('exists');
    expect(await store.list()).toEqual([key]);
  });

  test('leaves out a damaged key, reports it, and gives the others', async () => {
    const { table, reports, store, publicKeys } = await aStore();
    const [good, bad] = [aKey(), aKey()];
    await store.create(good);
    await dynamodb.documents().send(new PutCommand({ TableName: table, Item: { schema: 1, kid: bad.kid, x: 1 } }));

    expect(await store.list()).toEqual([good]);
    expect(await publicKeys()).toEqual([good.publicJwk]);
    expect(reports).toHaveLength(2);
  });
});

describe('rotating signing keys', () => {
  test('makes the first key, and none while there is one', async () => {
    const { store } = await aStore();
    const key = aKey();
    const dependencies = { keys: store, generateKeyPair: async () => key, now: () => 5 };

    expect(await rotateSigningKeys(dependencies)).toEqual({ created: key.kid });
    expect(await rotateSigningKeys(dependencies)).toEqual({ created: undefined });
    expect(await store.list()).toEqual([{ ...key, createdAt: 5 }]);
  });
});
