/** A DynamoDB for as long as a test file runs: dynalite on loopback, in memory; or the one at DYNAMODB_ENDPOINT. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DeleteTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { TABLES, type TableName } from '#adapters/dynamodb/tables.ts';
import { tableDefinition } from './table-definition.ts';

const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

/** Seconds that a table may take until it can be used; on loopback none does. */
const TABLE_WAIT = 120;

/** Starts before the file's first test and stops after its last one; takes all its tables with it. */
export function useDynalite() {
  const elsewhere = process.env.DYNAMODB_ENDPOINT;
  const server = elsewhere === undefined ? dynalite({ createTableMs: 0 }) : undefined;
  const tables: string[] = [];
  let documents = createDocumentClient();

  beforeAll(async () => {
    documents = documentsAt(elsewhere ?? (await listen(server)));
  });

  afterAll(async () => {
    if (server === undefined) {
      for (const TableName of tables) await documents.send(new DeleteTableCommand({ TableName }));
    }
    documents.destroy();
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  return {
    documents: () => documents,
    /** Makes an empty table of that shape. @returns its name, which no other call gives */
    freshTable: async (shape: TableName): Promise<string> => {
      const tableName = `tollgate-test-${shape}-${randomUUID()}`;
      await documents.send(new CreateTableCommand(tableDefinition(tableName, TABLES[shape])));
      tables.push(tableName);
      await waitUntilTableExists(
        { client: documents, maxWaitTime: TABLE_WAIT, minDelay: 0.01, maxDelay: 1 },
        { TableName: tableName },
      );
      return tableName;
    },
  };
}

async function listen(server: Server | undefined): Promise<string> {
  if (server === undefined) throw new Error('There is no dynalite.');
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('dynalite has no port.');
  return `http://127.0.0.1:${address.port}`;
}

/** Tests ask fifty times at once, of a server in their own process, on machines that are busy: they are about other things. */
const PATIENT = { connectionTimeout: 5_000, requestTimeout: 10_000, maxAttempts: 3, budget: 15_000 };

/** What listens on loopback asks for no real credentials; anything else gets those that the SDK finds. */
function documentsAt(endpoint: string) {
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
  const fake = { region: 'eu-west-1', credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' } };
  return createDocumentClient({ endpoint, ...(isLoopback && fake) }, PATIENT);
}
