import { GetCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { clientReader, productReader, subscriptionReader } from '#adapters/dynamodb/registry-readers.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { aChange, aClient, aSubscription, CREATED_AT } from '#test/support/registry-fixtures.ts';

const documents = createDocumentClient({ region: 'eu-west-1' });
const dynamodb = mockClient(documents);
const sent = () => dynamodb.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);

beforeEach(() => {
  dynamodb.reset();
  dynamodb.on(GetCommand).resolves({});
  dynamodb.on(PutCommand).resolves({});
  dynamodb.on(ScanCommand).resolves({});
  dynamodb.on(QueryCommand).resolves({});
});

describe('what DynamoDB is asked', () => {
  test('by a reader: one GetItem, as consistent as it was told', async () => {
    await subscriptionReader(documents, 'Subs', { consistentRead: true }).get('tgk_x');
    await productReader(documents, 'Prods', { consistentRead: false }).get('orders');
    await clientReader(documents, 'Cls', { consistentRead: false }).get('acme');

    expect(sent()).toEqual([
      ['GetCommand', { TableName: 'Subs', Key: { consumerKey: 'tgk_x' }, ConsistentRead: true }],
      ['GetCommand', { TableName: 'Prods', Key: { productId: 'orders' }, ConsistentRead: false }],
      ['GetCommand', { TableName: 'Cls', Key: { clientId: 'acme' }, ConsistentRead: false }],
    ]);
  });

  test('by a create: one PutItem that overwrites nothing', async () => {
    await clientStore(documents, 'Cls').create(aClient());

    expect(sent()).toEqual([
      [
        'PutCommand',
        {
          TableName: 'Cls',
          Item: {
            schema: 1,
            clientId: 'acme',
            displayName: 'Acme Ltd',
            email: 'api@acme.example',
            status: 'active',
            incarnation: 'b'.repeat(32),
            revision: 1,
            createdAt: CREATED_AT,
            changedAt: CREATED_AT,
            attributes: {},
            lastChange: aChange(),
          },
          ConditionExpression: 'attribute_not_exists(#key) OR attribute_exists(deletedAt)',
          ExpressionAttributeNames: { '#key': 'clientId' },
        },
      ],
    ]);
  });

  test('by a list: one Scan, or one Query of an index', async () => {
    dynamodb.on(QueryCommand).resolves({
      Items: [{ schema: 1, ...aSubscription() }],
      LastEvaluatedKey: { clientId: 'acme', consumerKey: 'tgk_1' },
    });
    const subscriptions = subscriptionStore(documents, 'Subs');

    await subscriptions.list({ limit: 2, after: 'tgk_0' });
    const page = await subscriptions.listOfClient('acme', { limit: 1, after: 'tgk_0' });

    expect(page.next).toBe('tgk_1');
    expect(sent()).toEqual([
      [
        'ScanCommand',
        { TableName: 'Subs', Limit: 2, ConsistentRead: true, ExclusiveStartKey: { consumerKey: 'tgk_0' } },
      ],
      [
        'QueryCommand',
        {
          TableName: 'Subs',
          IndexName: 'byClient',
          KeyConditionExpression: '#id = :id',
          ExpressionAttributeNames: { '#id': 'clientId' },
          ExpressionAttributeValues: { ':id': 'acme' },
          Limit: 1,
          ExclusiveStartKey: { clientId: 'acme', consumerKey: 'tgk_0' },
        },
      ],
    ]);
  });
});
