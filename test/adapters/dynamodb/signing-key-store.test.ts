import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { listPublicKeys, listSigningKeys, signingKeyStore } from '#adapters/dynamodb/signing-key-store.ts';
import { publicKeySet } from '#adapters/jwt/read-signed-token.ts';
import { jwkThumbprint } from '#adapters/keys/jwk-thumbprint.ts';
import { KEY_TIMES } from '#core/keys/key-times.ts';
import { useDynalite } from '../../support/dynalite.ts';
import { aKeyRecord, aSigningKey, CURRENT_KID, inMemorySigningKeys } from '../../support/in-memory-signing-keys.ts';
import { aChange } from '../../support/registry-fixtures.ts';
import { describeSigningKeys } from '../../support/signing-key-contract.ts';
import { newKeyPair } from '../../support/token-world.ts';

const dynamodb = useDynalite();

async function aTable(now = () => 1_000) {
  const tableName = await dynamodb.freshTable('SigningKeys');
  const reports: string[] = [];
  const report = (error: Error) => void reports.push(error.message);
  const documents = dynamodb.documents();
  const table = { documents, tableName, report, now };
  const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName: tableName, Item }));
  const stored = async (kid = CURRENT_KID) =>
    (await documents.send(new GetCommand({ TableName: tableName, Key: { kid } }))).Item;
  return { table, reports, put, stored, store: signingKeyStore(table) };
}

describe('in memory', () => describeSigningKeys(async (now) => inMemorySigningKeys(now)));

describe('the table of signing keys', () => {
  describeSigningKeys(async (now) => (await aTable(now)).store);

  test('gives signers the whole key, and verifiers the public half', async () => {
    const { table, store } = await aTable();
    await store.create(aSigningKey());

    expect(await listSigningKeys(table)).toEqual([aSigningKey()]);
    expect(await listPublicKeys(table)).toEqual([aSigningKey().publicJwk]);
  });

  test('gives verifiers keys to come, that sign, and that have signed, and never a revoked one', async () => {
    const clock = { now: 1_000 };
    const { table, store } = await aTable(() => clock.now);
    const stages = [
      { state: 'next' },
      { state: 'current' },
      { state: 'retired', retiredAt: 1_000 },
      { state: 'revoked', revokedAt: 1_000 },
    ] as const;
    const states = new Map<string, string>();
    for (const stage of stages) {
      const { kid, publicJwk } = newKeyPair();
      states.set(kid, stage.state);
      await store.create(aSigningKey({ kid, publicJwk, ...stage }));
    }
    const published = async () => (await listPublicKeys(table)).map(({ kid }) => states.get(kid)).toSorted();

    expect(await published()).toEqual(['current', 'next', 'retired']);
    clock.now += KEY_TIMES.retirement;
    expect(await published()).toEqual(['current', 'next']);
  });

  test('reads and changes a key that was made before there were revisions', async () => {
    const { put, store, table } = await aTable();
    const { kid, publicJwk, encryptedPrivateKey } = aSigningKey();
    const { x, y } = publicJwk;
    await put({ schema: 1, kid, x, y, encryptedPrivateKey, state: 'current', createdAt: 5 });
    const before = { kid, state: 'current', createdAt: 5, revision: 0 } as const;

    expect(await store.list()).toEqual([before]);
    const after = { ...before, state: 'retired', retiredAt: 1_000, revision: 1, lastChange: aChange() } as const;
    expect(await store.change(before, after)).toBe('changed');
    expect(await store.change(before, { ...after, lastChange: aChange({ requestId: 'other' }) })).toBe('conflict');
    expect(await listSigningKeys(table)).toEqual([{ ...after, publicJwk, encryptedPrivateKey }]);
  });

  test('takes its own change for done when the answer to a first attempt was lost', async () => {
    const { store } = await aTable();
    await store.create(aSigningKey({ state: 'next' }));
    const from = aKeyRecord({ state: 'next' });
    const to = { ...from, state: 'current', promotedAt: 1, revision: 2, lastChange: aChange() } as const;

    expect([await store.change(from, to), await store.change(from, to)]).toEqual(['changed', 'changed']);
  });

  test('lets DynamoDB remove a key after its end, and no other', async () => {
    const { stored, store } = await aTable();
    await store.create(aSigningKey());
    expect(await stored()).not.toHaveProperty('timeToLive');

    await store.change(aKeyRecord(), aKeyRecord({ state: 'retired', retiredAt: 1_500, revision: 2 }));

    expect((await stored())?.timeToLive).toBe(Math.ceil((1_500 + KEY_TIMES.retirement) / 1_000));
  });

  const { kid: strangeKid, publicJwk: strange } = newKeyPair();
  const noPoint = { x: strange.x, y: strange.x };
  test.each([
    ['no point of the curve', { ...strange, ...noPoint, kid: jwkThumbprint(noPoint) }],
    ['another key than its id says', { ...newKeyPair().publicJwk, kid: strangeKid }],
  ])('leaves out a key whose public half is %s, for verifiers could not use any with it', async (_, publicJwk) => {
    const { table, reports, store } = await aTable();
    const { kid } = publicJwk;
    await store.create(aSigningKey());
    await store.create(aSigningKey({ kid, publicJwk, state: 'next' }));

    const published = await listPublicKeys(table);

    expect(() => publicKeySet(published)).not.toThrow();
    expect(published).toEqual([aSigningKey().publicJwk]);
    expect(await listSigningKeys(table)).toEqual([aSigningKey()]);
    expect(reports).toEqual([expect.stringContaining(kid), expect.stringContaining(kid)]);
  });

  test('leaves out a damaged key, reports it, and gives the others', async () => {
    const { table, reports, put, store } = await aTable();
    await store.create(aSigningKey());
    await put({ schema: 1, kid: 'C'.repeat(43), x: 1 });
    const { kid, publicJwk } = newKeyPair();
    const { publicJwk: _, ...untimed } = aSigningKey({ kid, publicJwk, state: 'retired' });
    await put({ schema: 1, x: publicJwk.x, y: publicJwk.y, ...untimed });

    expect(await store.list()).toEqual([aKeyRecord()]);
    expect(await listPublicKeys(table)).toEqual([aSigningKey().publicJwk]);
    expect(await listSigningKeys(table)).toEqual([aSigningKey()]);
    expect(reports).toHaveLength(6);
    expect(reports.filter((report) => report.includes('retiredAt'))).toHaveLength(3);
  });
});
