/** Products in DynamoDB. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ProductStore } from '#core/registry/ports.ts';
import { aggregateStore } from './aggregate-store.ts';
import { productItem } from './product-item.ts';

export function productStore(documents: DynamoDBDocumentClient, tableName: string): ProductStore {
  return aggregateStore(documents, tableName, productItem);
}
