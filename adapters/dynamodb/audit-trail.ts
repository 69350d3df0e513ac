/** The audit trail in DynamoDB; needs GetItem, PutItem and Query, and has no use for UpdateItem or DeleteItem. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import type { AuditTrail, Page, PageRequest } from '#core/registry/ports.ts';
import { ask } from './ask.ts';
import { auditEntryAttributes, auditEntryKey, parseAuditEntry } from './audit-entry-item.ts';
import { parseEach } from './page.ts';
import { TABLES } from './tables.ts';

const { partitionKey, indexes } = TABLES.AuditTrail;
const [byEntity, byDay] = indexes;

/** The lists are answered by indexes, which may lag behind the newest entries by a moment. */
export function auditTrail(documents: DynamoDBDocumentClient, tableName: string): AuditTrail {
  const add = (entry: AuditEntry) =>
    ask(documents, 'PutItem on AuditTrail', async (options) => {
      try {
        await documents.send(putCommand(tableName, entry), options);
      } catch (thrown) {
        // It is there already.
        if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
      }
    });
  return {
    add,
    ensure: async (entry) => {
      // Nothing is ever taken away, so what an eventually consistent read sees is there; what it misses is put again.
      const { Item: found } = await ask(documents, 'GetItem on AuditTrail', (options) =>
        documents.send(
          new GetCommand({
            TableName: tableName,
            Key: auditEntryKey(entry),
            ProjectionExpression: '#key',
            ExpressionAttributeNames: { '#key': partitionKey },
          }),
          options,
        ),
      );
      if (found === undefined) await add(entry);
    },
    listOfEntity: (entity, page) => query(documents, tableName, byEntity, entity, page),
    listOfDay: (day, page) => query(documents, tableName, byDay, day, page),
  };
}

function putCommand(tableName: string, entry: AuditEntry): PutCommand {
  return new PutCommand({
    TableName: tableName,
    Item: auditEntryAttributes(entry),
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': partitionKey },
  });
}

/** A page goes on below a moment, not behind a key: whatever stands at the end of a page, damaged or not, is passed. */
async function query(
  documents: DynamoDBDocumentClient,
  tableName: string,
  index: (typeof indexes)[number],
  value: string,
  { limit, after }: PageRequest,
): Promise<Page<AuditEntry>> {
  if (after !== undefined && !isSortKey(after)) return { items: [], unreadable: [] };
  const input = {
    TableName: tableName,
    IndexName: index.name,
    KeyConditionExpression: after === undefined ? '#key = :key' : '#key = :key AND #moment < :after',
    ExpressionAttributeNames: { '#key': index.partitionKey, ...(after !== undefined && { '#moment': index.sortKey }) },
    ExpressionAttributeValues: { ':key': value, ...(after !== undefined && { ':after': after }) },
    ScanIndexForward: false,
    Limit: limit,
  };
  const { Items: found = [], LastEvaluatedKey: last } = await ask(documents, 'Query on AuditTrail', (options) =>
    documents.send(new QueryCommand(input), options),
  );
  const next: unknown = last?.[index.sortKey];
  return { ...parseEach(found, parseAuditEntry), ...(typeof next === 'string' && { next }) };
}

/** DynamoDB refuses to compare a key with any other text. */
function isSortKey(text: string): boolean {
  return text !== '' && Buffer.byteLength(text) <= 1_024;
}
