/** Reads an API Gateway event of the registry API, believing none of it. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { failure, type Result, success } from '#core/result.ts';
import { bodyBytes, bodyText, headerValues, queryNames, queryValues } from './proxy-event.ts';

/** What of the event counts, whether it is a request that any route takes or not. */
export interface RegistryRequest {
  readonly method: string;
  /** Below the stage, as sent: percent escapes are not resolved, slashes not merged, a trailing one not removed. */
  readonly path: string;
  /** The same, with the stage before it: what a Location is made of. */
  readonly fullPath: string;
  /** Every parameter with all its values. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** The ARN of the IAM principal that signed the request. */
  readonly principal: string | undefined;
  readonly requestId: string;
}

export type BodyFailure = 'unsupported_media_type' | 'body_too_large' | 'malformed_json';

/** Far more than any request needs, far less than what would keep the function busy. */
const MAX_BODY_BYTES = 65_536;
/** What a header can hold. */
const VISIBLE = /^[\x21-\x7e]+$/;
const MEDIA_TYPE = /^\s*([a-z]+\/[a-z+-]+)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/;

export function readRequest(event: APIGatewayProxyEvent): RegistryRequest {
  const path = pathOf(event);
  return {
    method: event.httpMethod,
    path,
    fullPath: VISIBLE.test(event.requestContext.path ?? '') ? event.requestContext.path : path,
    query: Object.fromEntries(queryNames(event).map((name) => [name, queryValues(event, name)])),
    principal: event.requestContext.identity?.userArn ?? undefined,
    requestId: event.requestContext.requestId,
  };
}

export function hasBody(event: APIGatewayProxyEvent): boolean {
  return bodyBytes(event).length > 0;
}

/** The body's JSON; its media type, size, encoding and syntax are checked in this order. */
export function readJsonBody(event: APIGatewayProxyEvent, mediaTypes: readonly string[]): Result<unknown, BodyFailure> {
  const [contentType = '', ...more] = headerValues(event, 'content-type');
  const [, mediaType = ''] = MEDIA_TYPE.exec(contentType.toLowerCase()) ?? [];
  if (more.length > 0 || !mediaTypes.includes(mediaType)) return failure('unsupported_media_type');
  if (bodyBytes(event).length > MAX_BODY_BYTES) return failure('body_too_large');
  const text = bodyText(event);
  if (text === undefined) return failure('malformed_json');
  try {
    return success(JSON.parse(text));
  } catch {
    return failure('malformed_json');
  }
}

/**
 * A custom domain's base path stands before `path` but not in the greedy parameter, and a trailing slash only in
 * `path`. IAM judged the path with the slash, so one that has it must not become one that has none.
 */
function pathOf({ path, pathParameters }: APIGatewayProxyEvent): string {
  const proxy = pathParameters?.proxy;
  if (proxy === undefined) return path;
  return path.endsWith(`/${proxy}`) ? `/${proxy}` : path;
}
