/** The stand-ins as functions reach them: with the AWS SDK, over HTTP. */

import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DecryptCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { afterEach, expect, test } from '@jest/globals';
import type { ResolvedResource } from '#local/assembly/resolved-resource.ts';
import { createTables } from '#local/data/create-tables.ts';
import { type DynamoDbServer, startDynamoDb } from '#local/data/dynamodb-server.ts';
import { startKms } from '#local/data/kms-server.ts';
import { loadMasterKeys } from '#local/data/master-keys.ts';
import { temporaryDirectory } from '../support/write-assembly.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const settings = (endpoint: string, accessKeyId = 'AKIALOCAL') => ({
  endpoint,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'fake' },
});

async function start(directory: string): Promise<{ server: DynamoDbServer; client: DynamoDBClient }> {
  const server = await startDynamoDb(directory, 'AKIALOCAL');
  stops.push(server.stop);
  return { server, client: new DynamoDBClient(settings(server.endpoint)) };
}

function table(properties: Record<string, unknown>, type = 'AWS::DynamoDB::GlobalTable'): ResolvedResource {
  return { logicalId: 'Items', stackName: 'Registry', type, physicalId: 'items', properties, metadata: {} };
}

const items = table({
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'owner', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byOwner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  Replicas: [{ Region: 'us-east-1', GlobalSecondaryIndexes: [{ IndexName: 'byOwner' }] }],
  TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
});

test('makes tables with their indexes, ready for use', async () => {
  const { server, client } = await start(temporaryDirectory());

  await createTables([items], server.client);

  await client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: '1' }, owner: { S: 'me' } } }));
  const found = await client.send(
    new QueryCommand({
      TableName: 'items',
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: 'me' } },
    }),
  );
  expect(found.Items).toEqual([{ id: { S: '1' }, owner: { S: 'me' } }]);
  expect((await client.send(new DescribeTableCommand({ TableName: 'items' }))).Table?.TableStatus).toBe('ACTIVE');
});

test('keeps what was written when it starts again', async () => {
  const directory = temporaryDirectory();
  const first = await start(directory);
  await createTables([items], first.server.client);
  await first.client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: '1' } } }));
  first.client.destroy();
  await stops.pop()?.();

  const { server, client } = await start(directory);
  await createTables([items], server.client);

  const { Item } = await client.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: '1' } } }));
  expect(Item).toEqual({ id: { S: '1' } });
});

test('advises --reset when a table has other keys or indexes than the template', async () => {
  const { server } = await start(temporaryDirectory());
  await createTables([items], server.client);
  const withoutIndex = table({ ...items.properties, GlobalSecondaryIndexes: [] });

  await expect(createTables([withoutIndex], server.client)).rejects.toThrow(
    'The table items was made with other keys or indexes than the template now has.\nStart once with --reset',
  );
});

test('says which table can not be made', async () => {
  const { server } = await start(temporaryDirectory());

  await expect(createTables([table({}, 'AWS::DynamoDB::Table')], server.client)).rejects.toThrow(
    "The table Registry/Items can't be made",
  );
});

test('says that the data is in use', async () => {
  const directory = temporaryDirectory();
  await start(directory);

  await expect(startDynamoDb(directory, 'AKIALOCAL')).rejects.toThrow(`The data in ${directory} can't be opened`);
});

test('goes on when a client goes away in the middle of a request', async () => {
  const { server, client } = await start(temporaryDirectory());
  await createTables([items], server.client);

  const { port, host } = new URL(server.endpoint);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Credential=AKIALOCAL/x\r\nContent-Length: 9\r\n\r\nhalf`,
  );
  await sleep(50);
  socket.resetAndDestroy();
  await sleep(50);

  await client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: '1' } } }));
});

test('answers the functions of this host alone', async () => {
  const { server } = await start(temporaryDirectory());
  const kms = await startKms('AKIALOCAL');
  stops.push(kms.stop);
  const authorization = 'AWS4-HMAC-SHA256 Credential=AKIALOCAL/x';
  const status = async (url: string, headers: Record<string, string>) =>
    (await fetch(url, { method: 'POST', headers, body: '{}' })).status;

  for (const url of [server.endpoint, kms.origin]) {
    expect(await status(url, { authorization })).not.toBe(403);
    expect(await status(url, { authorization, origin: 'https://example.com' })).toBe(403);
    expect(await status(url, { authorization: authorization.replace('LOCAL', 'OTHER') })).toBe(403);
    expect(await status(url, {})).toBe(403);
    expect(await status(url.replace('127.0.0.1', 'localhost'), { authorization })).toBe(403);
  }
});

test("does what the functions ask of KMS, with the template's keys kept over restarts", async () => {
  const file = `${temporaryDirectory()}/kms.json`;
  const place = { region: 'us-east-1', accountId: '000000000000' };
  const keyId = '11111111-1111-4111-8111-111111111111';
  const resource = { ...table({}), type: 'AWS::KMS::Key', physicalId: keyId };
  const kms = await startKms('AKIALOCAL');
  stops.push(kms.stop);
  const client = new KMSClient(settings(kms.origin));
  const EncryptionContext = { kid: 'a' };

  kms.use(loadMasterKeys([resource], place, file));
  const pair = await client.send(
    new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId: keyId, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext }),
  );
  kms.use(loadMasterKeys([resource], place, file));
  const CiphertextBlob = pair.PrivateKeyCiphertextBlob;
  const opened = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));

  expect(opened.KeyId).toBe(`arn:aws:kms:us-east-1:000000000000:key/${keyId}`);
  await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
    name: 'InvalidCiphertextException',
    $metadata: { httpStatusCode: 400 },
  });
  await expect(
    client.send(new SignCommand({ KeyId: keyId, Message: new Uint8Array(1), SigningAlgorithm: 'ECDSA_SHA_256' })),
  ).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

test('refuses asymmetric keys', () => {
  const key = { ...table({ KeySpec: 'ECC_NIST_P256' }), type: 'AWS::KMS::Key' };

  expect(() => loadMasterKeys([key], { region: 'r', accountId: 'a' }, '/nowhere')).toThrow(
    'only symmetric keys are supported',
  );
});
