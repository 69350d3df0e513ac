import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { secretUses } from '#adapters/dynamodb/secret-uses.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { inMemorySecretUses } from '#test/support/in-memory-secret-uses.ts';
import { describeSecretUses } from '#test/support/secret-uses-contract.ts';

const dynalite = useDynalite();

async function onDynamoDb() {
  const table = await dynalite.freshTable('SecretUses');
  const reports: string[] = [];
  const uses = secretUses(dynalite.documents(), table, ({ message }) => void reports.push(message));
  const put = (item: Record<string, unknown>) =>
    dynalite.documents().send(new PutCommand({ TableName: table, Item: { consumerKey: 'tgk_1', ...item } }));
  return { uses, reports, put };
}

describe('the uses of secrets in memory', () => describeSecretUses(async () => inMemorySecretUses()));

describe('the uses of secrets in DynamoDB', () => {
  describeSecretUses(async () => (await onDynamoDb()).uses);

  test.each<[string, string, Record<string, unknown>]>([
    ['has no schema', 'schema', { lastUsedAt: 1 }],
    ['has a schema of the future', 'schema', { schema: 2, lastUsedAt: 1 }],
    ['has no time', 'lastUsedAt', { schema: 1 }],
    ['has its time in text', 'lastUsedAt', { schema: 1, lastUsedAt: '2026-01-01' }],
    ['has a time that is none', 'lastUsedAt', { schema: 1, lastUsedAt: -1 }],
  ])(
    'a damaged use that %s is reported, hides no other, and is mended by the next use',
    async (_what, field, damage) => {
      const { uses, reports, put } = await onDynamoDb();
      await put({ secretId: 'damaged', ...damage });
      await uses.record('tgk_1', 'sound', 5_000);

      expect(await uses.lastUsed('tgk_1')).toEqual(new Map([['sound', 5_000]]));
      expect(reports).toEqual([`The item "tgk_1" of SecretUses cannot be read: ${field} is missing or wrong.`]);

      await uses.record('tgk_1', 'damaged', 6_000);
      expect((await uses.lastUsed('tgk_1')).get('damaged')).toBe(6_000);
    },
  );

  test('are recorded by one UpdateItem and no other permission', async () => {
    const documents = createDocumentClient({ region: 'eu-west-1' });
    const dynamodb = mockClient(documents);
    dynamodb.on(UpdateCommand).resolves({});

    await secretUses(documents, 'Uses', () => {}).record('tgk_1', 'first', 1_000);

    expect(dynamodb.calls().map(({ args: [command] }) => command.constructor.name)).toEqual(['UpdateCommand']);
  });

  test('are unavailable when DynamoDB does not answer', async () => {
    const documents = createDocumentClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
    });
    const uses = secretUses(documents, 'Uses', () => {});

    await expect(uses.record('tgk_1', 'first', 1)).rejects.toThrow(StoreUnavailableError);
    await expect(uses.lastUsed('tgk_1')).rejects.toThrow('Query on SecretUses failed.');
    documents.destroy();
  });
});
