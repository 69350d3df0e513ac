/** Makes the DynamoDB client of a function, with limits that leave it time to answer. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dropIdleConnections } from '../runtime/drop-idle-connections.ts';

/**
 * Times are in milliseconds. DynamoDB answers in single digits, so whatever takes this long is lost and better asked
 * again on another connection. How many questions a function asks behind one another, and that it has time for all of
 * them, is told in docs/architecture.md.
 */
export const DYNAMODB_LIMITS = {
  /** Until the TCP connection stands. */
  connectionTimeout: 200,
  /** Until the headers of the answer are there; and the longest silence while its body is read. */
  requestTimeout: 500,
  /** The first attempt and its retry. */
  maxAttempts: 2,
  /** All attempts and the wait between them, whatever a service asks for in Retry-After. */
  budget: 1_100,
} as const;

/** @default - what the SDK finds in its surroundings (AWS_REGION, the role's credentials, AWS_ENDPOINT_URL_DYNAMODB) */
export type DocumentClientOptions = Pick<
  DynamoDBClientConfig,
  'endpoint' | 'region' | 'credentials' | 'requestHandler'
>;

/** Make one when the function starts and keep it: its connections are kept alive between calls. */
export function createDocumentClient(options: DocumentClientOptions = {}): DynamoDBDocumentClient {
  const { connectionTimeout, requestTimeout, maxAttempts } = DYNAMODB_LIMITS;
  const client = new DynamoDBClient({
    requestHandler: { connectionTimeout, requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true },
    maxAttempts,
    retryMode: 'standard',
    ...options,
  });
  dropIdleConnections(client);
  return DynamoDBDocumentClient.from(client, {
    // A map may have an entry named `constructor`, by which the SDK would take it for an instance of something else.
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
    unmarshallOptions: { wrapNumbers: readNumber },
  });
}

/** A number that JavaScript cannot hold comes out as text, and so fails the item it stands in, not the whole answer. */
function readNumber(text: string): number | string {
  const number = Number(text);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
}
