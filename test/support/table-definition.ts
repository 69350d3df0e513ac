/** What DynamoDB is told to make a table of a shape. */
import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { TableShape } from '#adapters/dynamodb/tables.ts';

export function tableDefinition(
  tableName: string,
  { partitionKey, sortKey, sortKeyType, indexes = [] }: TableShape,
): CreateTableCommandInput {
  const texts = [partitionKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  const types = new Map<string, 'S' | 'N'>(texts.map((name) => [name, 'S']));
  if (sortKey !== undefined) types.set(sortKey, sortKeyType === 'number' ? 'N' : 'S');
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...types].map(([name, type]) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keySchema(partitionKey, sortKey),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  };
}

function keySchema(partitionKey: string, sortKey: string | undefined): KeySchemaElement[] {
  const partition: KeySchemaElement = { AttributeName: partitionKey, KeyType: 'HASH' };
  return sortKey === undefined ? [partition] : [partition, { AttributeName: sortKey, KeyType: 'RANGE' }];
}
