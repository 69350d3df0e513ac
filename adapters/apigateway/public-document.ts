/** A document that anyone may read and keep for a while: with an entity tag, so that asking again costs next to nothing. */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { headerValues } from './proxy-event.ts';

/** `Cache-Control` of a document: anyone may keep it for five minutes. */
export const PUBLIC_FOR_A_WHILE = 'public, max-age=300';

/** @param read rejects when there is no document to give just now */
export async function publicDocument(
  event: APIGatewayProxyEvent,
  contentType: string,
  read: () => Promise<object>,
): Promise<APIGatewayProxyResult> {
  if (event.httpMethod !== 'GET' && event.httpMethod !== 'HEAD') {
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Allow: 'GET, HEAD' };
    return { statusCode: 405, headers, body: JSON.stringify({ error: 'method_not_allowed' }) };
  }
  const body = JSON.stringify(await read());
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  // With 304 as well: API Gateway would say application/json, and a cache takes over what it says (RFC 9111 §3.2).
  const headers = { 'Content-Type': contentType, 'Cache-Control': PUBLIC_FOR_A_WHILE, ETag: tag };
  const isKept = isKnown(tag, headerValues(event, 'if-none-match'));
  return isKept ? { statusCode: 304, headers, body: '' } : { statusCode: 200, headers, body };
}

/** RFC 9110 §13.1.2: whether weak or strong does not matter here. */
function isKnown(tag: string, fields: readonly string[]): boolean {
  const tags = fields.flatMap((field) => field.match(/"[\x21\x23-\x7e]*"/g) ?? []);
  return tags.includes(tag) || fields.some((field) => field.trim() === '*');
}
