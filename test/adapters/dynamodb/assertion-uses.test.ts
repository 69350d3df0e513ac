import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { assertionUses } from '#adapters/dynamodb/assertion-uses.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { aUse, describeAssertionUses } from '#test/support/assertion-uses-contract.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { inMemoryAssertionUses } from '#test/support/in-memory-assertion-uses.ts';

const dynalite = useDynalite();

describe('uses of assertions in memory', () => describeAssertionUses(async () => inMemoryAssertionUses()));

describe('uses of assertions in DynamoDB', () => {
  describeAssertionUses(async () => assertionUses(dynalite.documents(), await dynalite.freshTable('AssertionUses')));

  test('outlive the assertion by an hour, and stay as they were first', async () => {
    const table = await dynalite.freshTable('AssertionUses');
    const documents = dynalite.documents();
    const uses = assertionUses(documents, table);

    await uses.use(aUse());
    await uses.use(aUse({ useId: 'use-2', endsAt: 1 }));

    const { Item: item } = await documents.send(
      new GetCommand({ TableName: table, Key: { assertionKey: 'tgk_1 one' } }),
    );
    expect(item).toEqual({ schema: 1, assertionKey: 'tgk_1 one', useId: 'use-1', timeToLive: 1_767_323_646 + 3_600 });
  });

  test('are one conditional put each', async () => {
    const documents = createDocumentClient({ region: 'eu-west-1' });
    const dynamodb = mockClient(documents);
    dynamodb.on(PutCommand).resolves({});

    await assertionUses(documents, 'AssertionUses').use(aUse());

    const [call, ...more] = dynamodb.calls();
    expect(more).toEqual([]);
    expect(call?.args[0].input).toMatchObject({
      ConditionExpression: 'attribute_not_exists(assertionKey) OR useId = :useId',
    });
  });

  test('are unavailable when DynamoDB does not answer: neither first nor not', async () => {
    const documents = createDocumentClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
    });

    await expect(assertionUses(documents, 'AssertionUses').use(aUse())).rejects.toThrow(StoreUnavailableError);
    documents.destroy();
  });
});
