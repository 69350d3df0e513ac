/** Speaks DynamoDB's JSON protocol with the stand-in, which wants a signature's form but does not check it. */
import { type JsonObject, parseObject } from '../json-value.ts';

/** Sends one operation, for instance `DescribeTable`. */
export type DynamoDbClient = (operation: string, input: JsonObject) => Promise<DynamoDbAnswer>;

export interface DynamoDbAnswer {
  readonly status: number;
  /** The output, or `__type` and `message` of an error. */
  readonly body: JsonObject;
}

export function createDynamoDbClient(endpoint: string, accessKeyId: string): DynamoDbClient {
  const credential = `Credential=${accessKeyId}/20200101/us-east-1/dynamodb/aws4_request`;
  return async (operation, input) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20200101T000000Z',
        authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: parseObject(await response.text()) };
  };
}
