/** A DynamoDB without a network and a time of its own: it has the bytes of each answer at hand. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { aggregateAttributes } from '#adapters/dynamodb/aggregate-item.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { TABLES } from '#adapters/dynamodb/tables.ts';
import type { AggregateState } from '#core/registry/aggregate.ts';

type Table = 'Products' | 'Clients' | 'Subscriptions';

interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** The SDK before it is the real one, with its signing, parsing and unmarshalling. */
export function instantDynamodb() {
  const answers = new Map<string, Uint8Array>();
  const nothing = new TextEncoder().encode('{}');

  function answerTo({ headers, body }: SdkRequest): Uint8Array {
    const { TableName, Key, Item } = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
    const { partitionKey } = TABLES[TableName as Table];
    const place = `${TableName} ${(Key ?? Item)[partitionKey].S}`;
    if (headers['x-amz-target']?.endsWith('.GetItem')) return answers.get(place) ?? nothing;
    answers.set(place, new TextEncoder().encode(JSON.stringify({ Item })));
    return nothing;
  }

  const documents = createDocumentClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
    requestHandler: {
      handle: async (request: SdkRequest) => ({
        response: {
          statusCode: 200,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: answerTo(request),
        },
      }),
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  });
  return {
    documents,
    put: async (table: Table, item: AggregateState): Promise<void> => {
      await documents.send(new PutCommand({ TableName: table, Item: aggregateAttributes(item) }));
    },
  };
}
