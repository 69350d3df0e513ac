/** Used assertions of clients in the table AssertionUses: one PutItem under a condition for each. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AssertionUses } from '#core/oauth/assertion-uses.ts';
import { ask } from './ask.ts';
import { ITEM_SCHEMA } from './item-fields.ts';
import { TABLES } from './tables.ts';

const { partitionKey, timeToLiveAttribute } = TABLES.AssertionUses;

/** Seconds that an item outlives its assertion: however late a clock of ours is, it does not find it unused again. */
const MARGIN = 3_600;

export function assertionUses(documents: DynamoDBDocumentClient, tableName: string): AssertionUses {
  return {
    use: ({ consumerKey, assertionId, endsAt, useId }) =>
      ask(documents, 'PutItem on AssertionUses', async (options) => {
        const item = {
          schema: ITEM_SCHEMA,
          // Each client chooses its own ids; a consumer key holds no blank.
          [partitionKey]: `${consumerKey} ${assertionId}`,
          useId,
          [timeToLiveAttribute]: Math.ceil(endsAt) + MARGIN,
        };
        const put = new PutCommand({
          TableName: tableName,
          Item: item,
          // The SDK tries again when an answer is lost; then the item is there, and ours.
          ConditionExpression: `attribute_not_exists(${partitionKey}) OR useId = :useId`,
          ExpressionAttributeValues: { ':useId': useId },
        });
        try {
          await documents.send(put, options);
          return true;
        } catch (thrown) {
          if (thrown instanceof ConditionalCheckFailedException) return false;
          throw thrown;
        }
      }),
  };
}
