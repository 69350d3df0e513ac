/** Calls a backend over HTTP/1.1: bounded in time and size, redirects passed on, never beyond the target's base URL. */
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { BackendCall, Pairs } from '#core/forwarding/forward-call.ts';
import type { ForwardFailure } from '#core/forwarding/forward-failure.ts';
import { failure, type Result, success } from '#core/result.ts';

// A static import of these two would load undici as well, at 30 ms of every cold start.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

export interface BackendAnswer {
  readonly status: number;
  readonly headers: Pairs;
  readonly body: Buffer;
}

export interface BackendLimits {
  /** Milliseconds from the first byte out to the last byte in. */
  readonly timeout: number;
  /** Bytes of the answer's body. */
  readonly answerSize: number;
}

/** The connections of calls that may be made twice are kept; a kept one may turn out to be dead, and the call is repeated. */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const agents = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 64 }),
};

export async function callBackend(
  call: BackendCall,
  body: Buffer,
  limits: BackendLimits,
): Promise<Result<BackendAnswer, ForwardFailure>> {
  const url = new URL(call.url);
  if (!staysWithin(url, new URL(call.baseUrl))) return failure({ reason: 'target_left' });
  // By the clock that nobody sets.
  const deadline = performance.now() + limits.timeout;
  const repeatable = REPEATABLE.has(call.method);
  const first = await attempt(url, call, body, limits.answerSize, deadline, repeatable);
  if (first !== 'connection_was_dead') return first;
  const second = await attempt(url, call, body, limits.answerSize, deadline, false);
  return second === 'connection_was_dead' ? failure({ reason: 'backend_unreachable' }) : second;
}

/** What the URL parser makes of the address, not what it looks like, decides where the call goes. */
function staysWithin(url: URL, base: URL): boolean {
  const basePath = base.pathname.replace(/\/$/, '');
  return url.origin === base.origin && (url.pathname === basePath || url.pathname.startsWith(`${basePath}/`));
}

type Attempt = Result<BackendAnswer, ForwardFailure> | 'connection_was_dead';

function attempt(
  url: URL,
  call: BackendCall,
  body: Buffer,
  answerSize: number,
  deadline: number,
  reuse: boolean,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const request = open(url, call, body, reuse);
    const timer = setTimeout(
      () => finish(failure({ reason: 'backend_timeout' })),
      Math.max(0, deadline - performance.now()),
    );
    const finish = (outcome: Attempt) => {
      clearTimeout(timer);
      resolve(outcome);
      request.destroy();
    };
    request.on('error', (error) => finish(attemptThatFailed(error, request)));
    // A backend that was not asked to change protocols gives no answer thereby.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      finish(failure({ reason: 'answer_malformed' }));
    });
    request.on('response', (response) => {
      collect(response, answerSize).then((outcome) => {
        clearTimeout(timer);
        resolve(outcome);
        if (!outcome.ok) request.destroy();
      });
    });
    request.end(body);
  });
}

/** What is no HTTP (`HPE_…`) is an answer all the same; on a fresh connection, so is anything that came before it broke. */
function attemptThatFailed(error: Error, request: ClientRequest): Attempt {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') return failure({ reason: 'answer_too_large' });
  if (code.startsWith('HPE_')) return failure({ reason: 'answer_malformed' });
  if (request.reusedSocket) return 'connection_was_dead';
  const answered = (request.socket?.bytesRead ?? 0) > 0;
  return failure({ reason: answered ? 'answer_malformed' : 'backend_unreachable' });
}

function open(url: URL, call: BackendCall, body: Buffer, reuse: boolean): ClientRequest {
  const secure = url.protocol === 'https:';
  const needsLength = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(call.method);
  const options: RequestOptions = {
    method: call.method,
    headers: [
      'Host',
      url.host,
      ...call.headers.flat().map(sendable),
      ...(needsLength ? ['Content-Length', String(body.length)] : []),
    ],
    agent: reuse ? agents[secure ? 'https:' : 'http:'] : false,
  };
  return secure ? https.request(url, options) : http.request(url, options);
}

/** Node sends headers as Latin-1: text beyond it was read as UTF-8, and is sent as UTF-8. */
function sendable(text: string): string {
  return /[^\0-\xff]/.test(text) ? Buffer.from(text).toString('latin1') : text;
}

/** The whole body, or a failure as soon as it is too large or breaks off. */
function collect(response: IncomingMessage, answerSize: number): Promise<Result<BackendAnswer, ForwardFailure>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > answerSize) resolve(failure({ reason: 'answer_too_large' }));
      else chunks.push(chunk);
    });
    response.on('error', () => resolve(failure({ reason: 'answer_malformed' })));
    response.on('close', () => resolve(failure({ reason: 'answer_malformed' })));
    response.on('end', () =>
      resolve(
        success({ status: response.statusCode ?? 502, headers: headersOf(response), body: Buffer.concat(chunks) }),
      ),
    );
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Pairs {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[index * 2] ?? '',
    rawHeaders[index * 2 + 1] ?? '',
  ]);
}
