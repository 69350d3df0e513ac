/** Creates, changes and lists aggregates; needs PutItem and Scan besides the reader's GetItem. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { AggregateState } from '#core/registry/aggregate.ts';
import type { AuditableStore } from '#core/registry/audited-store.ts';
import type { Lister } from '#core/registry/ports.ts';
import { type AggregateItem, aggregateAttributes } from './aggregate-item.ts';
import { aggregateReader, readLatest } from './aggregate-reader.ts';
import { ask } from './ask.ts';
import { pageOf } from './page.ts';

/** Reads and lists what was written just before. */
export function aggregateStore<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
): AuditableStore<Aggregate> & Lister<Aggregate> {
  const createIf = async (aggregate: Aggregate, free: Condition) => {
    const written = await putIf(documents, tableName, item, aggregate, free);
    // A first attempt may have been written and its answer lost; then it is our own item that the second one met.
    return written || (await holds(documents, tableName, item, aggregate)) ? 'created' : 'exists';
  };
  return {
    ...aggregateReader(documents, tableName, item, { consistentRead: true }),
    latest: (id) => readLatest(documents, tableName, item, id, { consistentRead: true }),
    create: (aggregate) =>
      createIf(aggregate, {
        expression: 'attribute_not_exists(#key) OR attribute_exists(deletedAt)',
        values: undefined,
      }),
    createOver: (aggregate, tombstone) => {
      const free = 'attribute_not_exists(#key)';
      if (tombstone === undefined) return createIf(aggregate, { expression: free, values: undefined });
      const { incarnation, revision } = tombstone;
      return createIf(aggregate, {
        expression: `${free} OR (incarnation = :incarnation AND revision = :revision AND attribute_exists(deletedAt))`,
        values: { ':incarnation': incarnation, ':revision': revision },
      });
    },
    replace: async (next) => {
      const unchanged = {
        expression: 'incarnation = :incarnation AND revision = :revision AND attribute_not_exists(deletedAt)',
        values: { ':incarnation': next.incarnation, ':revision': next.revision - 1 },
      };
      const written = await putIf(documents, tableName, item, next, unchanged);
      return written || (await holds(documents, tableName, item, next)) ? 'replaced' : 'conflict';
    },
    list: async (page) => {
      const { limit, after } = page;
      const answer = await ask(documents, `Scan on ${item.table}`, (options) =>
        documents.send(
          new ScanCommand({
            TableName: tableName,
            Limit: limit,
            ConsistentRead: true,
            ...(after !== undefined && { ExclusiveStartKey: { [item.key]: after } }),
          }),
          options,
        ),
      );
      return pageOf(item, answer, page);
    },
  };
}

interface Condition {
  /** `#key` stands for the partition key. */
  readonly expression: string;
  readonly values: Record<string, unknown> | undefined;
}

function putIf<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
  aggregate: Aggregate,
  { expression, values }: Condition,
): Promise<boolean> {
  const command = new PutCommand({
    TableName: tableName,
    Item: aggregateAttributes(aggregate),
    ConditionExpression: expression,
    ...(expression.includes('#key') && { ExpressionAttributeNames: { '#key': item.key } }),
    ...(values !== undefined && { ExpressionAttributeValues: values }),
  });
  return ask(documents, `PutItem on ${item.table}`, async (options) => {
    try {
      await documents.send(command, options);
      return true;
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException) return false;
      throw thrown;
    }
  });
}

/** Whether this very revision is what is stored. Looks at single attributes: the item that is there may be damaged. */
async function holds<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
  aggregate: Aggregate,
): Promise<boolean> {
  const { incarnation, revision, lastChange } = aggregate;
  const { [item.key]: id } = aggregateAttributes(aggregate);
  const { Item: found } = await ask(documents, `GetItem on ${item.table}`, (options) =>
    documents.send(new GetCommand({ TableName: tableName, Key: { [item.key]: id }, ConsistentRead: true }), options),
  );
  const isSame = found?.incarnation === incarnation && found?.revision === revision;
  return isSame && found?.lastChange?.requestId === lastChange.requestId;
}
