/** Makes the DynamoDB client of a function, with limits that leave it time to answer. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dropIdleConnections } from '../runtime/drop-idle-connections.ts';

/** Times are in milliseconds. */
export interface DynamoDbLimits {
  /** Until the TCP connection stands. */
  readonly connectionTimeout: number;
  /** Until the headers of the answer are there; and the longest silence while its body is read. */
  readonly requestTimeout: number;
  /** The first attempt and its retries. */
  readonly maxAttempts: number;
  /** All attempts and the waits between them, whatever a service asks for in Retry-After. */
  readonly budget: number;
}

/**
 * DynamoDB answers in single digits of milliseconds, so whatever takes this long is lost and better asked again on another
 * connection. How many questions a function asks behind one another, and that it has time for all of them, is told in
 * docs/architecture.md.
 */
export const DYNAMODB_LIMITS = {
  connectionTimeout: 200,
  requestTimeout: 500,
  maxAttempts: 2,
  budget: 1_100,
} as const satisfies DynamoDbLimits;

const budgets = new WeakMap<DynamoDBDocumentClient, number>();

/** @default - what the SDK finds in its surroundings (AWS_REGION, the role's credentials, AWS_ENDPOINT_URL_DYNAMODB) */
export type DocumentClientOptions = Pick<
  DynamoDBClientConfig,
  'endpoint' | 'region' | 'credentials' | 'requestHandler'
>;

/** Make one when the function starts and keep it: its connections are kept alive between calls. */
export function createDocumentClient(
  options: DocumentClientOptions = {},
  limits: DynamoDbLimits = DYNAMODB_LIMITS,
): DynamoDBDocumentClient {
  const { connectionTimeout, requestTimeout, maxAttempts, budget } = limits;
  const client = new DynamoDBClient({
    requestHandler: { connectionTimeout, requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true },
    maxAttempts,
    retryMode: 'standard',
    ...options,
  });
  dropIdleConnections(client);
  const documents = DynamoDBDocumentClient.from(client, {
    // A map may have an entry named `constructor`, by which the SDK would take it for an instance of something else.
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
    unmarshallOptions: { wrapNumbers: readNumber },
  });
  budgets.set(documents, budget);
  return documents;
}

/** Milliseconds that one question to DynamoDB may take. */
export function budgetOf(documents: DynamoDBDocumentClient): number {
  return budgets.get(documents) ?? DYNAMODB_LIMITS.budget;
}

/** A number that JavaScript cannot hold comes out as text, and so fails the item it stands in, not the whole answer. */
function readNumber(text: string): number | string {
  const number = Number(text);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
}
