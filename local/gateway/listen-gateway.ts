/** Binds a loopback port and hands its requests to the REST API that is served there. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endAnswer } from '../end-answer.ts';
import { MAXIMUM_BODY_BYTES } from '../size-limits.ts';
import type { GatewayAnswer } from './gateway-request.ts';
import { PortTakenError } from './port-taken-error.ts';
import { readRequest, rejectRequest } from './read-request.ts';
import type { GatewayListener, ServedRestApi } from './rest-api-host.ts';

/** Room for a request line and headers that are over API Gateway's limits, so that they get a proper answer. */
const MAXIMUM_HEAD_BYTES = 64 * 1024;
/** Connections whose last request was answered before it ended: what still comes through them gets no answer. */
const answeredEarly = new WeakSet<Socket>();
/** How long requests under way may take when the listener stops, `ms`. */
const STOP_GRACE_MS = 1_000;

/**
 * @param port 0 takes a free one
 * @throws PortTakenError
 */
export async function listenGateway(port: number): Promise<GatewayListener> {
  let served: ServedRestApi | undefined;
  const respond = (incoming: IncomingMessage, response: ServerResponse) => {
    answer(incoming, served)
      .then((given) => write(response, incoming, given))
      .catch(() => response.destroy());
  };
  const server = createServer({ maxHeaderSize: MAXIMUM_HEAD_BYTES }, respond);
  server.on('checkContinue', (incoming, response) => {
    if (!statesTooMuch(incoming)) response.writeContinue();
    respond(incoming, response);
  });
  server.on('clientError', refuseMalformed);
  const bound = await bind(server, port);
  return {
    port: bound,
    origin: `http://127.0.0.1:${bound}`,
    serve: (api) => {
      served = api;
    },
    stop: () => stop(server),
  };
}

async function bind(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject('code' in error && error.code === 'EADDRINUSE' ? new PortTakenError(port, { cause: error }) : error);
    });
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function answer(incoming: IncomingMessage, api: ServedRestApi | undefined): Promise<GatewayAnswer> {
  const port = incoming.socket.localPort ?? 0;
  const rejection = rejectRequest(incoming, port);
  if (rejection !== undefined || api === undefined) {
    const { status, message } = rejection ?? { status: 503, message: 'Service Unavailable' };
    return {
      status,
      headers: [
        ['Content-Type', 'application/json'],
        ['x-amzn-RequestId', randomUUID()],
      ],
      body: Buffer.from(JSON.stringify({ message })),
    };
  }
  return api.handle(await readRequest(incoming, port));
}

function write(response: ServerResponse, incoming: IncomingMessage, { status, headers, body }: GatewayAnswer): void {
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? [['Content-Length', String(body.length)]] : [];
  if (!incoming.complete) answeredEarly.add(incoming.socket);
  const end = endAnswer(incoming, response);
  response.sendDate = true;
  response.writeHead(status, [...headers, ...length].flat());
  end(hasBody && incoming.method !== 'HEAD' ? body : Buffer.alloc(0));
}

/** Whoever asks first (RFC 9110 §10.1.1) need not send a body that will not be taken. */
function statesTooMuch({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) > MAXIMUM_BODY_BYTES;
}

/** What is no HTTP, or has a head beyond all limits, gets an answer if it still can, and no more than that. */
function refuseMalformed(error: Error, socket: Socket): void {
  if (!socket.writable || answeredEarly.has(socket)) {
    socket.destroy();
    return;
  }
  const tooLarge = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW';
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify({ message: status.slice(4) });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** Takes no new connections, ends idle ones at once and the others when they are done, or soon after. */
async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
  await closed;
  clearTimeout(impatience);
}
