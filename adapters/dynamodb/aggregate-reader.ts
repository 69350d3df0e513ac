/** Reads aggregates by id: one GetItem, and no other permission. */
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AggregateState } from '#core/registry/aggregate.ts';
import type { Reader } from '#core/registry/ports.ts';
import { type AggregateItem, parseAggregate } from './aggregate-item.ts';
import { ask } from './ask.ts';

export interface ReadOptions {
  /** Whether a read sees every write that was answered before it, at twice the price. */
  readonly consistentRead: boolean;
}

export function aggregateReader<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
  options: ReadOptions,
): Reader<Aggregate> {
  return {
    get: async (id) => {
      const aggregate = await readLatest(documents, tableName, item, id, options);
      return aggregate?.deletedAt === undefined ? aggregate : undefined;
    },
  };
}

/** What is stored under the id, be it a tombstone. */
export async function readLatest<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
  id: string,
  { consistentRead }: ReadOptions,
): Promise<Aggregate | undefined> {
  const { Item: attributes } = await ask(documents, `GetItem on ${item.table}`, (options) =>
    documents.send(
      new GetCommand({ TableName: tableName, Key: { [item.key]: id }, ConsistentRead: consistentRead }),
      options,
    ),
  );
  return attributes === undefined ? undefined : parseAggregate(item, attributes);
}
