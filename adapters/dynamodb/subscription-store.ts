/** Subscriptions in DynamoDB, listed also by client and by product, which needs Query on the table's indexes. */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditableStore } from '#core/registry/audited-store.ts';
import type { Page, PageRequest, SubscriptionStore } from '#core/registry/ports.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { aggregateStore } from './aggregate-store.ts';
import { ask } from './ask.ts';
import { pageOf } from './page.ts';
import { subscriptionItem } from './subscription-item.ts';
import { TABLES } from './tables.ts';

const [byClient, byProduct] = TABLES.Subscriptions.indexes;

export function subscriptionStore(
  documents: DynamoDBDocumentClient,
  tableName: string,
): SubscriptionStore & AuditableStore<Subscription> {
  return {
    ...aggregateStore(documents, tableName, subscriptionItem),
    listOfClient: (clientId, page) => queryIndex(documents, tableName, byClient, clientId, page),
    listOfProduct: (productId, page) => queryIndex(documents, tableName, byProduct, productId, page),
  };
}

type SubscriptionIndex = (typeof TABLES.Subscriptions.indexes)[number];

async function queryIndex(
  documents: DynamoDBDocumentClient,
  tableName: string,
  { name, partitionKey, sortKey }: SubscriptionIndex,
  id: string,
  page: PageRequest,
): Promise<Page<Subscription>> {
  const { limit, after } = page;
  const answer = await ask(documents, `Query on ${subscriptionItem.table}`, (options) =>
    documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: name,
        KeyConditionExpression: '#id = :id',
        ExpressionAttributeNames: { '#id': partitionKey },
        ExpressionAttributeValues: { ':id': id },
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: { [partitionKey]: id, [sortKey]: after } }),
      }),
      options,
    ),
  );
  return pageOf(subscriptionItem, answer, page);
}
