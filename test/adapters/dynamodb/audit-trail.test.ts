import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { auditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { anAuditEntry, describeAuditTrail, MIDNIGHT } from '#test/support/audit-trail-contract.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { eventually } from '#test/support/eventually.ts';
import { inMemoryAuditTrail } from '#test/support/in-memory-audit-trail.ts';
import { readAll } from '#test/support/read-all.ts';

const dynalite = useDynalite();

async function onDynamoDb() {
  const table = await dynalite.freshTable('AuditTrail');
  const put = (item: Record<string, unknown>) =>
    dynalite.documents().send(new PutCommand({ TableName: table, Item: item }));
  const scan = async () => (await dynalite.documents().send(new ScanCommand({ TableName: table }))).Items;
  return { trail: auditTrail(dynalite.documents(), table), put, scan };
}

describe('the audit trail in memory', () => describeAuditTrail(async () => inMemoryAuditTrail()));

describe('the audit trail in DynamoDB', () => {
  describeAuditTrail(async () => (await onDynamoDb()).trail);

  test('keeps an entry with the keys that follow from it', async () => {
    const { trail, scan } = await onDynamoDb();

    await trail.add(anAuditEntry({ revision: 7 }));

    expect(await scan()).toEqual([
      {
        schema: 1,
        ...anAuditEntry({ revision: 7 }),
        entityIncarnation: `product/starter#${'a'.repeat(32)}`,
        day: '2027-01-31',
        moment: `0001801353600000_0000000007_${'a'.repeat(32)}`,
      },
    ]);
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['has no schema', 'schema', { schema: undefined }],
    ['has no principal', 'principal', { principal: undefined }],
    ['has its time in text', 'at', { at: '2027' }],
    ['has a time that no calendar has', 'at', { at: 8_640_000_000_000_001 }],
    ['has a digest that is none', 'after', { after: 'x' }],
    ['has a null subject', 'subject', { subject: null }],
    ['says another revision of another thing', 'entityIncarnation', { incarnation: 'f'.repeat(32) }],
    ['stands under another day', 'day', { at: MIDNIGHT - 1 }],
    ['stands at another moment', 'moment', { moment: '\u{1F9FE}' }],
    ['stands at another moment of the day', 'moment', { at: MIDNIGHT + 1 }],
  ])('an entry that %s is reported, and hides no other, whatever the page size', async (_what, field, damage) => {
    const { trail, put, scan } = await onDynamoDb();
    const entries = [1, 2, 3].map((revision) => anAuditEntry({ revision, at: MIDNIGHT + revision }));
    for (const entry of entries) await trail.add(entry);
    await trail.add(anAuditEntry({ revision: 9 }));
    const item = (await scan())?.find(({ revision }) => revision === 9);
    await put({ ...item, ...damage });

    await eventually(async () => {
      const { unreadable } = await trail.listOfEntity('product/starter', { limit: 10 });
      expect(unreadable.map((error) => [error.table, error.field])).toEqual([['AuditTrail', field]]);
    });
    for (const limit of [1, 2, 10]) {
      for (const list of [
        await readAll((page) => trail.listOfEntity('product/starter', page), limit),
        await readAll((page) => trail.listOfDay('2027-01-31', page), limit),
      ]) {
        expect(list).toEqual([...entries].reverse());
      }
    }
  });

  test('asks for the key of an entry alone, and puts it only if it is missing', async () => {
    const documents = createDocumentClient({ region: 'eu-west-1' });
    const dynamodb = mockClient(documents);
    dynamodb
      .on(GetCommand)
      .resolvesOnce({ Item: { entityIncarnation: 'x' } })
      .resolves({});
    dynamodb.on(PutCommand).resolves({});
    const trail = auditTrail(documents, 'Trail');

    await trail.ensure(anAuditEntry());
    await trail.ensure(anAuditEntry());

    const sent = dynamodb.calls().map(({ args: [command] }) => command);
    expect(sent.map((command) => command.constructor.name)).toEqual(['GetCommand', 'GetCommand', 'PutCommand']);
    expect(sent[0]?.input).toEqual({
      TableName: 'Trail',
      Key: { entityIncarnation: `product/starter#${'a'.repeat(32)}`, revision: 1 },
      ProjectionExpression: '#key',
      ExpressionAttributeNames: { '#key': 'entityIncarnation' },
    });
    expect(sent[2]?.input).toMatchObject({
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': 'entityIncarnation' },
    });
  });

  test('is unavailable when DynamoDB does not answer', async () => {
    const documents = createDocumentClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
    });
    const trail = auditTrail(documents, 'Trail');

    const answers = await Promise.allSettled([
      trail.add(anAuditEntry()),
      trail.ensure(anAuditEntry()),
      trail.listOfEntity('product/starter', { limit: 1 }),
      trail.listOfDay('2027-01-31', { limit: 1 }),
    ]);

    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailableError) });
    }
    documents.destroy();
  });
});
