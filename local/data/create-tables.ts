/** Makes the template's tables where they are missing, and refuses data that no longer fits the template. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { arrayOf, type JsonObject, objectOf, stringOf } from '../json-value.ts';
import type { DynamoDbClient } from './dynamodb-client.ts';

/** How long a new table may take until it is active, in ms. */
const ACTIVE_WITHIN_MS = 5000;

/** @throws Error that advises `--reset` when an existing table has other keys or lacks an index. */
export async function createTables(resources: readonly ResolvedResource[], dynamodb: DynamoDbClient): Promise<void> {
  const tables = resources.filter(({ type }) => /^AWS::DynamoDB::(Table|GlobalTable)$/.test(type));
  await Promise.all(tables.map((table) => createTable(table, dynamodb)));
}

async function createTable(table: ResolvedResource, dynamodb: DynamoDbClient): Promise<void> {
  const wanted = tableInput(table);
  const existing = await describe(table.physicalId, dynamodb);
  if (existing === undefined) {
    const { status, body } = await dynamodb('CreateTable', wanted);
    if (status !== 200) {
      throw new Error(
        `The table ${table.stackName}/${table.logicalId} can't be made: ${stringOf(body.message) ?? body.__type}`,
      );
    }
  } else if (keysOf(existing) !== keysOf(wanted)) {
    throw new Error(
      `The table ${table.physicalId} was made with other keys or indexes than the template now has.\n` +
        'Start once with --reset (npm start -- --reset) to make it anew; that clears the local data.',
    );
  }
  await untilActive(table.physicalId, dynamodb);
}

function tableInput({ physicalId, properties }: ResolvedResource): JsonObject {
  const local = arrayOf(properties.LocalSecondaryIndexes).map(indexInput);
  const global = arrayOf(properties.GlobalSecondaryIndexes).map(indexInput);
  return {
    TableName: physicalId,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(local.length > 0 ? { LocalSecondaryIndexes: local } : {}),
    ...(global.length > 0 ? { GlobalSecondaryIndexes: global } : {}),
  };
}

function indexInput(index: unknown): JsonObject {
  const { IndexName, KeySchema, Projection } = objectOf(index);
  return { IndexName, KeySchema, Projection };
}

/** What can't be changed in place, as comparable text: keys, their types, and the indexes. */
function keysOf(table: JsonObject): string {
  const types = new Map(
    arrayOf(table.AttributeDefinitions)
      .map(objectOf)
      .map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );
  const schema = (owner: JsonObject) =>
    arrayOf(owner.KeySchema)
      .map(objectOf)
      .map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName} ${types.get(AttributeName)}`)
      .sort();
  const indexes = [...arrayOf(table.GlobalSecondaryIndexes), ...arrayOf(table.LocalSecondaryIndexes)].map(objectOf);
  return JSON.stringify([schema(table), indexes.map((index) => [index.IndexName, ...schema(index)].join()).sort()]);
}

async function untilActive(name: string, dynamodb: DynamoDbClient): Promise<void> {
  const deadline = performance.now() + ACTIVE_WITHIN_MS;
  while ((await describe(name, dynamodb))?.TableStatus !== 'ACTIVE') {
    if (performance.now() > deadline) throw new Error(`The table ${name} does not become active; try --reset.`);
    await sleep(5);
  }
}

async function describe(name: string, dynamodb: DynamoDbClient): Promise<JsonObject | undefined> {
  const { status, body } = await dynamodb('DescribeTable', { TableName: name });
  if (status === 200) return objectOf(body.Table);
  if (stringOf(body.__type)?.endsWith('ResourceNotFoundException')) return undefined;
  throw new Error(`The table ${name} can't be read: ${stringOf(body.message) ?? body.__type}`);
}
