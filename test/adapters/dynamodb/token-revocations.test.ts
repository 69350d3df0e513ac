import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { tokenRevocations } from '#adapters/dynamodb/token-revocations.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { inMemoryTokenRevocations } from '#test/support/in-memory-token-revocations.ts';
import { aRevocation, describeTokenRevocations } from '#test/support/token-revocations-contract.ts';

const dynalite = useDynalite();

async function onDynamoDb() {
  const table = await dynalite.freshTable('Revocations');
  const documents = dynalite.documents();
  const item = async (jti: string) => (await documents.send(new GetCommand({ TableName: table, Key: { jti } }))).Item;
  return { table, documents, revocations: tokenRevocations(documents, table), item };
}

describe('revocations in memory', () => describeTokenRevocations(async () => inMemoryTokenRevocations()));

describe('revocations in DynamoDB', () => {
  describeTokenRevocations(async () => (await onDynamoDb()).revocations);

  test('outlive the token by an hour, and stay as they were first', async () => {
    const { revocations, item } = await onDynamoDb();

    await revocations.revoke(aRevocation());
    await revocations.revoke(aRevocation({ consumerKey: 'tgk_2', revokedAt: 1, expiresAt: 1 }));

    expect(await item('one')).toEqual({
      schema: 1,
      jti: 'one',
      consumerKey: 'tgk_1',
      revokedAt: 1_767_323_045_678,
      timeToLive: 1_767_323_645 + 3_600,
    });
  });

  test('revoke their token whatever else is in the item: a damaged one opens nothing', async () => {
    const { revocations, documents, table } = await onDynamoDb();
    await documents.send(new PutCommand({ TableName: table, Item: { jti: 'damaged', schema: 'x' } }));

    expect(await revocations.isRevoked('damaged')).toBe(true);
  });

  test('are one conditional put, and one consistent read', async () => {
    const documents = createDocumentClient({ region: 'eu-west-1' });
    const dynamodb = mockClient(documents);
    dynamodb.onAnyCommand().resolves({});
    const revocations = tokenRevocations(documents, 'Revocations');

    await revocations.revoke(aRevocation());
    await revocations.isRevoked('one');

    const sent = dynamodb.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);
    expect(sent).toEqual([
      ['PutCommand', expect.objectContaining({ ConditionExpression: 'attribute_not_exists(jti)' })],
      ['GetCommand', expect.objectContaining({ ConsistentRead: true, Key: { jti: 'one' } })],
    ]);
  });

  test('are unavailable when DynamoDB does not answer: neither revoked nor not', async () => {
    const documents = createDocumentClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
    });
    const revocations = tokenRevocations(documents, 'Revocations');

    await expect(revocations.revoke(aRevocation())).rejects.toThrow(StoreUnavailableError);
    await expect(revocations.isRevoked('one')).rejects.toThrow('GetItem on Revocations failed.');
    documents.destroy();
  });
});
