/** Compares what tokens, verdicts and lists cost with 100 and with 100,000 subscriptions: `npm run bench`. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { aggregateAttributes } from '#adapters/dynamodb/aggregate-item.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { clientReader, productReader, subscriptionReader } from '#adapters/dynamodb/registry-readers.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { TABLES } from '#adapters/dynamodb/tables.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { authorizeRequest } from '#core/access/authorize-request.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import type { AggregateState } from '#core/registry/aggregate.ts';
import { formatConsumerKey } from '#core/registry/consumer-credentials.ts';
import { aClient, aProduct, aSubscription } from '../test/support/registry-fixtures.ts';
import { tableDefinition } from '../test/support/table-definition.ts';
import { aTokenWorld, SECRET } from '../test/support/token-world.ts';

const SIZES = [100, 100_000];
const ROUNDS = 400;

const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

/** Something to be timed, by its name; each call is one round. */
type Operations = Readonly<Record<string, (round: number) => Promise<unknown>>>;

const servers = await Promise.all(SIZES.map(() => startDynamodb()));
const worlds: Operations[] = [];
for (const [index, size] of SIZES.entries())
  worlds.push(await fill(servers[index]?.documents ?? createDocumentClient(), size));
const names = Object.keys(worlds[0] ?? {});
console.log(`Median of ${ROUNDS} rounds on dynalite, turn by turn, µs; the ratio is what counts.\n`);
console.log(`${''.padEnd(36)}${SIZES.map((size) => size.toLocaleString('en').padStart(10)).join('')}     ratio`);
for (const name of names) {
  const [small = 0, large = 0] = await medians(worlds.map((operations) => operations[name] ?? (async () => {})));
  const times = [small, large].map((time) => time.toFixed(0).padStart(10)).join('');
  console.log(`${name.padEnd(36)}${times}${(large / small).toFixed(2).padStart(10)}`);
}
for (const { stop } of servers) stop();

async function startDynamodb() {
  const server = dynalite({ createTableMs: 0 });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const documents = createDocumentClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
  });
  return {
    documents,
    stop() {
      documents.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Makes the tables, and a registry of so many subscriptions in them. */
async function fill(documents: DynamoDBDocumentClient, size: number): Promise<Operations> {
  for (const [name, shape] of Object.entries(TABLES))
    await documents.send(new CreateTableCommand(tableDefinition(name, shape)));
  const hash = secretHasher.hash(SECRET);
  const subscriptions = Array.from({ length: size }, (_, index) =>
    aSubscription({
      consumerKey: keyNumber(index),
      clientId: index < 50 ? 'acme' : `client-${index % 997}`,
      secrets: [{ secretId: 's', hash, hint: 'wxyz', createdAt: 0 }],
    }),
  );
  await write(documents, 'Products', [aProduct()]);
  await write(documents, 'Clients', [aClient()]);
  await write(documents, 'Subscriptions', subscriptions);

  const world = aTokenWorld();
  const read = { consistentRead: true };
  const readers = {
    products: productReader(documents, 'Products', read),
    clients: clientReader(documents, 'Clients', read),
    subscriptions: subscriptionReader(documents, 'Subscriptions', read),
  };
  const issuing = { ...world.issuing, ...readers };
  const authorizing = { ...world.authorizing, ...readers };
  const issue = async (index: number) => {
    const credentials = {
      method: 'client_secret_basic',
      clientId: keyNumber(index % 50),
      clientSecret: SECRET,
    } as const;
    const issued = await issueToken(
      { grantType: 'client_credentials', scope: undefined, resources: [], credentials },
      world.endpoint,
      issuing,
    );
    if (!issued.ok) throw new Error(issued.failure.reason);
    return issued.value.accessToken;
  };
  const token = await issue(0);
  const authorize = async () => {
    const verdict = await authorizeRequest(
      {
        method: 'GET',
        path: '/orders/7',
        resource: '/orders/{proxy+}',
        authorizations: [`Bearer ${token}`],
        queryValues: () => [],
      },
      authorizing,
    );
    if (!verdict.ok) throw new Error(verdict.failure.reason);
  };
  const store = subscriptionStore(documents, 'Subscriptions');
  return {
    'issue a token, nothing cached': issue,
    'verify a token, nothing cached': authorize,
    'list 50 subscriptions of a client': () => store.listOfClient('acme', { limit: 50 }),
    'list 50 of all subscriptions': () => store.list({ limit: 50 }),
  };
}

/** Microseconds for each of the works, taken in turns so that whatever else goes on hits all of them alike. */
async function medians(works: readonly ((round: number) => Promise<unknown>)[]): Promise<readonly number[]> {
  const times = works.map((): number[] => []);
  for (let round = -ROUNDS / 2; round < ROUNDS; round += 1) {
    for (const [index, work] of works.entries()) {
      const started = performance.now();
      await work(Math.abs(round));
      // The first rounds only warm up.
      if (round >= 0) times[index]?.push(performance.now() - started);
    }
  }
  return times.map((list) => (list.toSorted((a, b) => a - b)[ROUNDS / 2] ?? 0) * 1_000);
}

function keyNumber(index: number): string {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, index);
  // Spread like random ones: the store's own order must not help.
  bytes.set([(index * 2_654_435_761) & 0xff, (index * 40_503) & 0xff]);
  return formatConsumerKey(bytes);
}

async function write(
  documents: DynamoDBDocumentClient,
  table: string,
  aggregates: readonly AggregateState[],
): Promise<void> {
  for (let start = 0; start < aggregates.length; start += 25) {
    const chunk = aggregates.slice(start, start + 25);
    const requests = chunk.map((one) => ({ PutRequest: { Item: aggregateAttributes(one) } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}
