/** A document that anyone may read and keep for a while, and then ask whether it has changed (RFC 9110 §13.1.2). */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { oauthAnswer } from './oauth-answer.ts';
import { headerValues } from './proxy-event.ts';

/** Seconds that anyone may keep it without asking. */
const MAX_AGE = 300;

/** @param read gives what is written as JSON; the same content has the same ETag in every environment */
export async function publicDocument(
  event: APIGatewayProxyEvent,
  contentType: string,
  read: () => object | Promise<object>,
): Promise<APIGatewayProxyResult> {
  if (event.httpMethod !== 'GET' && event.httpMethod !== 'HEAD') {
    const description = { error: 'method_not_allowed', error_description: 'Use GET.' };
    return oauthAnswer(405, description, { Allow: 'GET, HEAD' });
  }
  const body = JSON.stringify(await read());
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const headers = { 'Cache-Control': `public, max-age=${MAX_AGE}`, ETag: etag };
  if (isKnown(etag, headerValues(event, 'if-none-match'))) return { statusCode: 304, headers, body: '' };
  return { statusCode: 200, headers: { 'Content-Type': contentType, ...headers }, body };
}

/** A weak tag will do: what is asked is whether the content is the same. */
function isKnown(etag: string, ifNoneMatch: readonly string[]): boolean {
  const tags = ifNoneMatch.flatMap((value) => value.split(',')).map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
