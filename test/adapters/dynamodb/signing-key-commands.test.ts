import { PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { keyRecordStore, listPublicKeys } from '#adapters/dynamodb/signing-key-store.ts';
import { aKeyRecord } from '#test/support/in-memory-signing-keys.ts';

const documents = createDocumentClient({ region: 'eu-west-1' });
const dynamodb = mockClient(documents);
const table = { documents, tableName: 'Keys', report: () => undefined, now: () => 0 };

beforeEach(() => {
  dynamodb.reset();
  dynamodb.on(ScanCommand).resolves({});
  dynamodb.on(UpdateCommand).resolves({});
});

test('who looks after keys asks for neither half of them, and who verifies for the public one alone', async () => {
  await keyRecordStore(table).list();
  await listPublicKeys(table);

  const asked = dynamodb.commandCalls(ScanCommand).map(({ args: [{ input }] }) => ({
    ...input,
    ExpressionAttributeNames: Object.values(input.ExpressionAttributeNames ?? {}).toSorted(),
  }));
  const stage = ['createdAt', 'kid', 'promotedAt', 'retiredAt', 'revokedAt', 'schema', 'state'];
  for (const input of asked) expect(input).toMatchObject({ TableName: 'Keys', ConsistentRead: true });
  expect(asked.map(({ ExpressionAttributeNames: names }) => names)).toEqual([
    [...stage, 'lastChange', 'revision'].toSorted(),
    [...stage, 'x', 'y'].toSorted(),
  ]);
  for (const { ProjectionExpression, ExpressionAttributeNames: names } of asked) {
    expect(ProjectionExpression?.split(', ')).toHaveLength(names.length);
  }
});

test('a step sets the stage under its condition, and never the key', async () => {
  const from = aKeyRecord({ state: 'current', revision: 3 });
  await keyRecordStore(table).change(from, { ...from, state: 'retired', retiredAt: 5, revision: 4 });

  const input = dynamodb.commandCalls(UpdateCommand)[0]?.args[0].input;
  expect(Object.values(input?.ExpressionAttributeNames ?? {}).toSorted()).toEqual(
    ['lastChange', 'retiredAt', 'revision', 'state', 'timeToLive'].toSorted(),
  );
  expect(input).toMatchObject({
    TableName: 'Keys',
    Key: { kid: from.kid },
    ConditionExpression: 'revision = :revision',
  });
  expect(input?.ExpressionAttributeValues).toMatchObject({ ':revision': 3 });
  expect(dynamodb.commandCalls(PutCommand)).toHaveLength(0);
});
