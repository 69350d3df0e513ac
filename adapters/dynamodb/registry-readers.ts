/** The registry as the token endpoint and the verifier see it: single items, read only. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ClientReader, ProductReader, SubscriptionReader } from '#core/registry/ports.ts';
import { aggregateReader, type ReadOptions } from './aggregate-reader.ts';
import { clientItem } from './client-item.ts';
import { productItem } from './product-item.ts';
import { subscriptionItem } from './subscription-item.ts';

export function productReader(
  documents: DynamoDBDocumentClient,
  tableName: string,
  options: ReadOptions,
): ProductReader {
  return aggregateReader(documents, tableName, productItem, options);
}

export function clientReader(documents: DynamoDBDocumentClient, tableName: string, options: ReadOptions): ClientReader {
  return aggregateReader(documents, tableName, clientItem, options);
}

export function subscriptionReader(
  documents: DynamoDBDocumentClient,
  tableName: string,
  options: ReadOptions,
): SubscriptionReader {
  return aggregateReader(documents, tableName, subscriptionItem, options);
}
