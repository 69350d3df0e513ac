/** When secrets were last used, in the table SecretUses: UpdateItem to record it, Query to read it. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SecretUses } from '#core/registry/ports.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { ask } from './ask.ts';
import { ITEM_SCHEMA, itemFields } from './item-fields.ts';
import { parseEach } from './page.ts';
import { TABLES } from './tables.ts';

const TABLE = 'SecretUses';
const { partitionKey, sortKey } = TABLES.SecretUses;

/** @param report is told of every damaged item; its secret counts as not used, until its next use mends it */
export function secretUses(
  documents: DynamoDBDocumentClient,
  tableName: string,
  report: (error: UnreadableItemError) => void,
): SecretUses {
  return {
    lastUsed: async (consumerKey) => {
      const found = await query(documents, tableName, consumerKey);
      const { items: uses, unreadable } = parseEach(found, (attributes) => parseUse(consumerKey, attributes));
      for (const error of unreadable) report(error);
      return new Map(uses);
    },
    record: (consumerKey, secretId, at) =>
      ask(documents, `UpdateItem on ${TABLE}`, async (options) => {
        try {
          await documents.send(updateCommand(tableName, consumerKey, secretId, at), options);
        } catch (thrown) {
          // A later use is known already.
          if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
        }
      }),
  };
}

function updateCommand(tableName: string, consumerKey: string, secretId: string, at: number): UpdateCommand {
  return new UpdateCommand({
    TableName: tableName,
    Key: { [partitionKey]: consumerKey, [sortKey]: secretId },
    UpdateExpression: 'SET lastUsedAt = :at, #schema = :schema',
    // Whatever is no number is none: nothing yet, or damage.
    ConditionExpression: 'NOT attribute_type(lastUsedAt, :number) OR lastUsedAt < :at',
    ExpressionAttributeNames: { '#schema': 'schema' },
    ExpressionAttributeValues: { ':at': at, ':schema': ITEM_SCHEMA, ':number': 'N' },
  });
}

/** A subscription has a handful of secrets, dead ones included: all of them are one read. */
async function query(
  documents: DynamoDBDocumentClient,
  tableName: string,
  consumerKey: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const input = {
    TableName: tableName,
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: { '#key': partitionKey },
    ExpressionAttributeValues: { ':key': consumerKey },
    ConsistentRead: true,
  };
  return ask(documents, `Query on ${TABLE}`, async (options) => {
    const items: Readonly<Record<string, unknown>>[] = [];
    for await (const page of paginateQuery({ client: documents }, input, options)) items.push(...(page.Items ?? []));
    return items;
  });
}

function parseUse(consumerKey: string, attributes: unknown): readonly [secretId: string, lastUsedAt: number] {
  const fields = itemFields(TABLE, consumerKey, attributes);
  if (fields.count('schema') !== ITEM_SCHEMA) throw new UnreadableItemError(TABLE, consumerKey, 'schema');
  return [fields.text(sortKey), fields.time('lastUsedAt')];
}
