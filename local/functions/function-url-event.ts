/** Payload format 2.0: the event of a function URL and what its function may answer. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { arrayOf, isObject, numberOf, objectOf, stringOf } from '../json-value.ts';

/** Bodies of other types reach the function in base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml)))/;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
export function functionUrlEvent(request: IncomingMessage, body: Buffer, now: Date): Readonly<Record<string, unknown>> {
  const [rawPath = '/', ...query] = (request.url ?? '/').split('?');
  const rawQueryString = query.join('?');
  const headers = headersOf(request);
  const domainName = (headers.host ?? '').replace(/:\d+$/, '');
  const isText = TEXT.test(headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(request.headers.cookie === undefined ? {} : { cookies: request.headers.cookie.split(/; */) }),
    headers,
    ...(rawQueryString === '' ? {} : { queryStringParameters: queryOf(rawQueryString) }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: request.method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: now.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1/$2/$3:$4 +0000'),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

export interface FunctionUrlResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** An object with a statusCode is the answer itself; anything else is sent as JSON with status 200. */
export function functionUrlResponse(payload: unknown): FunctionUrlResponse {
  if (!isObject(payload) || payload.statusCode === undefined) {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const headers = Object.entries(objectOf(payload.headers)).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    String(value),
  ]);
  const cookies = arrayOf(payload.cookies).map(String);
  const body = typeof payload.body === 'string' ? payload.body : JSON.stringify(payload.body ?? '');
  return {
    status: numberOf(payload.statusCode) ?? 502,
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries(headers),
      ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(payload.body === undefined ? '' : body, payload.isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function headersOf(request: IncomingMessage): Readonly<Record<string, string>> {
  const headers = Object.entries(request.headers).filter(([name]) => name !== 'cookie');
  return Object.fromEntries(headers.map(([name, value]) => [name, stringOf(value) ?? arrayOf(value).join(',')]));
}

/** Values of a repeated parameter are joined by commas. */
function queryOf(query: string): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}
