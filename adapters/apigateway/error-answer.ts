/** An answer of our own to a call for a backend: an error in JSON, never kept by a cache. */
import type { APIGatewayProxyResult } from 'aws-lambda';

export interface ErrorBody {
  readonly error: string;
  readonly error_description: string;
  /** The scopes that are needed. */
  readonly scope?: string;
  /** With which the call is found in the logs. */
  readonly request_id?: string;
}

/** Seconds after which a caller that met a fault may try again. */
const RETRY_AFTER = '5';

export function errorAnswer(
  statusCode: number,
  body: ErrorBody,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  return ownAnswer(statusCode, { 'Content-Type': 'application/json', ...headers }, JSON.stringify(body));
}

/** The same in a form of its own, such as a SOAP fault. */
export function ownAnswer(
  statusCode: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Cache-Control': 'no-store',
      ...(statusCode === 503 ? { 'Retry-After': RETRY_AFTER } : {}),
      ...headers,
    },
    body,
  };
}
