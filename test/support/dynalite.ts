/** A DynamoDB on loopback, in memory, for as long as a test file runs. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type KeySchemaElement,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { TABLES, type TableName, type TableShape } from '#adapters/dynamodb/tables.ts';

const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

/** Starts before the file's first test and stops after its last one. */
export function useDynalite() {
  const server = dynalite({ createTableMs: 0 });
  let documents = createDocumentClient();

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('dynalite has no port.');
    documents = createDocumentClient({
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
    });
  });

  afterAll(async () => {
    documents.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  let tables = 0;
  return {
    documents: () => documents,
    /** Makes an empty table of that shape. @returns its name, which no other call gives */
    freshTable: async (shape: TableName): Promise<string> => {
      tables += 1;
      const tableName = `${shape}-${tables}`;
      await documents.send(new CreateTableCommand(tableDefinition(tableName, TABLES[shape])));
      await waitUntilTableExists(
        { client: documents, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.1 },
        { TableName: tableName },
      );
      return tableName;
    },
  };
}

function tableDefinition(
  tableName: string,
  { partitionKey, sortKey, sortKeyType, indexes = [] }: TableShape,
): CreateTableCommandInput {
  const texts = [partitionKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  const types = new Map<string, 'S' | 'N'>(texts.map((name) => [name, 'S']));
  if (sortKey !== undefined) types.set(sortKey, sortKeyType === 'number' ? 'N' : 'S');
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...types].map(([name, type]) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keySchema(partitionKey, sortKey),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  };
}

function keySchema(partitionKey: string, sortKey: string | undefined): KeySchemaElement[] {
  const partition: KeySchemaElement = { AttributeName: partitionKey, KeyType: 'HASH' };
  return sortKey === undefined ? [partition] : [partition, { AttributeName: sortKey, KeyType: 'RANGE' }];
}
