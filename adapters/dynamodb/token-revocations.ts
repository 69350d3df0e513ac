/** Revoked tokens in the table Revocations: PutItem to revoke one, GetItem to look for it. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RevocationReader, TokenRevocations } from '#core/access/token-revocations.ts';
import { ask } from './ask.ts';
import { ITEM_SCHEMA } from './item-fields.ts';
import { TABLES } from './tables.ts';

const { partitionKey, timeToLiveAttribute } = TABLES.Revocations;

/** Seconds that an item outlives its token: however late a clock of ours is, it does not find the token live again. */
const MARGIN = 3_600;

export function tokenRevocations(documents: DynamoDBDocumentClient, tableName: string): TokenRevocations {
  return {
    ...revocationReader(documents, tableName),
    revoke: ({ tokenId, consumerKey, revokedAt, expiresAt }) =>
      ask(documents, 'PutItem on Revocations', async (options) => {
        const item = {
          schema: ITEM_SCHEMA,
          [partitionKey]: tokenId,
          consumerKey,
          revokedAt,
          [timeToLiveAttribute]: Math.ceil(expiresAt) + MARGIN,
        };
        const ConditionExpression = `attribute_not_exists(${partitionKey})`;
        try {
          await documents.send(new PutCommand({ TableName: tableName, Item: item, ConditionExpression }), options);
        } catch (thrown) {
          // It is revoked already.
          if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
        }
      }),
  };
}

/** Strongly consistent. That an item is there is all that counts: one that is damaged revokes its token as well. */
export function revocationReader(documents: DynamoDBDocumentClient, tableName: string): RevocationReader {
  return {
    isRevoked: async (tokenId) => {
      const { Item: item } = await ask(documents, 'GetItem on Revocations', (options) =>
        documents.send(
          new GetCommand({
            TableName: tableName,
            Key: { [partitionKey]: tokenId },
            ProjectionExpression: partitionKey,
            ConsistentRead: true,
          }),
          options,
        ),
      );
      return item !== undefined;
    },
  };
}
