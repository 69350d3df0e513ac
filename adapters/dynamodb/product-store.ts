/** Products in DynamoDB. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuditableStore } from '#core/registry/audited-store.ts';
import type { ProductStore } from '#core/registry/ports.ts';
import type { Product } from '#core/registry/product.ts';
import { aggregateStore } from './aggregate-store.ts';
import { productItem } from './product-item.ts';

export function productStore(
  documents: DynamoDBDocumentClient,
  tableName: string,
): ProductStore & AuditableStore<Product> {
  return aggregateStore(documents, tableName, productItem);
}
