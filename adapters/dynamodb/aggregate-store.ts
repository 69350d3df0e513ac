/** Creates and lists aggregates; needs PutItem and Scan besides the reader's GetItem. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { AggregateState } from '#core/registry/aggregate.ts';
import type { Lister, Store } from '#core/registry/ports.ts';
import { type AggregateItem, aggregateAttributes } from './aggregate-item.ts';
import { aggregateReader } from './aggregate-reader.ts';
import { ask } from './ask.ts';
import { pageOf } from './page.ts';

/** Reads and lists what was written just before. */
export function aggregateStore<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
): Store<Aggregate> & Lister<Aggregate> {
  return {
    ...aggregateReader(documents, tableName, item, { consistentRead: true }),
    create: async (aggregate) => {
      const attributes = aggregateAttributes(aggregate);
      const written = await putUnlessThere(documents, tableName, item, attributes);
      // A first attempt may have been written and its answer lost; then it is our own item that the second one met.
      const isOurs = written || (await holdsIncarnation(documents, tableName, item, attributes));
      return isOurs ? 'created' : 'exists';
    },
    list: async ({ limit, after }) => {
      const answer = await ask(`Scan on ${item.table}`, (options) =>
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
      return pageOf(item, answer);
    },
  };
}

function putUnlessThere<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
  attributes: Record<string, unknown>,
): Promise<boolean> {
  const command = new PutCommand({
    TableName: tableName,
    Item: attributes,
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': item.key },
  });
  return ask(`PutItem on ${item.table}`, async (options) => {
    try {
      await documents.send(command, options);
      return true;
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException) return false;
      throw thrown;
    }
  });
}

/** Looks at the attribute alone: the item that is there may be a damaged one. */
async function holdsIncarnation<Aggregate extends AggregateState>(
  documents: DynamoDBDocumentClient,
  tableName: string,
  item: AggregateItem<Aggregate>,
  attributes: Record<string, unknown>,
): Promise<boolean> {
  const { Item: found } = await ask(`GetItem on ${item.table}`, (options) =>
    documents.send(
      new GetCommand({ TableName: tableName, Key: { [item.key]: attributes[item.key] }, ConsistentRead: true }),
      options,
    ),
  );
  return found?.incarnation === attributes.incarnation;
}
