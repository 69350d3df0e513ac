/** Clients in DynamoDB. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuditableStore } from '#core/registry/audited-store.ts';
import type { Client } from '#core/registry/client.ts';
import type { ClientStore } from '#core/registry/ports.ts';
import { aggregateStore } from './aggregate-store.ts';
import { clientItem } from './client-item.ts';

export function clientStore(
  documents: DynamoDBDocumentClient,
  tableName: string,
): ClientStore & AuditableStore<Client> {
  return aggregateStore(documents, tableName, clientItem);
}
