/** Reads a request off the wire, within API Gateway's limits. */
import type { IncomingMessage } from 'node:http';
import { readBodyUpTo } from '../loopback-server.ts';
import { MAXIMUM_BODY_BYTES, MAXIMUM_HEADER_BYTES, MAXIMUM_TARGET_BYTES } from '../size-limits.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { type HeaderList, headerListFrom } from './header-list.ts';
import { isOwnHost } from './host-check.ts';

/** Why a request is turned away before it reaches an API. */
export interface Rejection {
  readonly status: number;
  readonly message: string;
}

/** @returns `undefined` for a request that an API may answer; its body is not looked at */
export function rejectRequest(incoming: IncomingMessage, port: number): Rejection | undefined {
  const headers = headerListFrom(incoming.rawHeaders);
  const target = incoming.url ?? '';
  if (!isOwnHost(headers, port)) return { status: 421, message: 'Misdirected Request' };
  if (target.length > MAXIMUM_TARGET_BYTES) return { status: 414, message: 'Request-URI Too Long' };
  if (headerBytes(headers) > MAXIMUM_HEADER_BYTES) return { status: 431, message: 'Request Header Fields Too Large' };
  return target.startsWith('/') ? undefined : { status: 400, message: 'Bad Request' };
}

/** Reads the body to its end, or until it is beyond the limit. */
export async function readRequest(incoming: IncomingMessage, port: number): Promise<GatewayRequest> {
  const body = await readBodyUpTo(MAXIMUM_BODY_BYTES, incoming);
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: headerListFrom(incoming.rawHeaders),
    body: body ?? Buffer.alloc(0),
    bodyTooLarge: body === undefined,
    sourceIp: (incoming.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    port,
  };
}

function headerBytes(headers: HeaderList): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length + ': \r\n'.length, 0);
}
