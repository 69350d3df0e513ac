/** A loopback proxy in front of a stand-in for an AWS service, which shows the faults of one on demand. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** In which nothing comes of any request. */
export const OUTAGES = [
  /** Refuses each request as an overloaded service does. */
  'throttling',
  /** Takes requests and never answers. */
  'hanging',
  /** Nobody listens; what was connected is reset. */
  'dead',
  /** Begins an answer, and sends a byte of it now and then. */
  'dripping',
  /** Breaks off in the middle of the right answer. */
  'halving',
] as const;

export type Fault =
  | (typeof OUTAGES)[number]
  | 'healthy'
  /** Refuses half of the requests, by chance. */
  | 'patchy'
  /** Answers rightly, but each time after `SLOWNESS`. */
  | 'slow'
  /** Refuses each request, and repeats all of it and of the right answer in what it says about that, after `QUOTATION`. */
  | 'quoting'
  /** Puts `QUOTATION` before the right answer, so that it is no JSON. */
  | 'mangling';

/** Milliseconds. */
export const SLOWNESS = 400;

/** Whoever repeats what a service has said repeats this. */
export const QUOTATION = 'QUOTATION';

export interface FaultProxy {
  readonly origin: string;
  /** From now on; requests that hang already go on hanging. */
  use(fault: Fault): Promise<void>;
  /** Requests received so far. */
  requests(): number;
  /** Requests that were not answered, and that the client has not given up. */
  waiting(): number;
  stop(): void;
}

/** @param upstream origin of the stand-in */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  let fault: Fault = 'healthy';
  let requests = 0;
  let waiting = 0;

  const server = createServer(async (incoming, outgoing) => {
    requests += 1;
    waiting += 1;
    outgoing.on('close', () => {
      waiting -= 1;
    });
    // Whoever gave up does not want to hear of it.
    outgoing.on('error', () => {});
    try {
      await answer(fault, incoming, outgoing);
    } catch {
      outgoing.destroy();
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function answer(shown: Fault, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (shown === 'hanging') return;
    if (shown === 'dead') return void incoming.socket.resetAndDestroy();
    if (shown === 'throttling' || (shown === 'patchy' && Math.random() < 0.5)) {
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      return void outgoing.end(JSON.stringify({ __type: throttle(incoming), message: 'Slow down.' }));
    }
    if (shown === 'dripping') {
      outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      const drip = setInterval(() => outgoing.write(' '), 50);
      outgoing.on('close', () => clearInterval(drip));
      return;
    }
    if (shown === 'slow') await sleep(SLOWNESS);
    const { status, headers, body, asked } = await pass(incoming);
    if (shown === 'quoting') {
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-echo': QUOTATION });
      const message = [QUOTATION, JSON.stringify(incoming.headers), asked, body].join(' ');
      return void outgoing.end(
        JSON.stringify({ __type: 'com.amazonaws#ValidationException', message, Item: { message } }),
      );
    }
    if (shown === 'mangling') {
      outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      return void outgoing.end(`${QUOTATION}${body}`);
    }
    outgoing.writeHead(status, headers);
    if (shown !== 'halving') return void outgoing.end(body);
    outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
  }

  async function pass(incoming: IncomingMessage) {
    const { method, url, headers } = incoming;
    const outgoing = request(`${upstream}${url}`, { method, headers, agent });
    const asked = await read(incoming);
    outgoing.end(asked);
    const [response]: IncomingMessage[] = await once(outgoing, 'response');
    if (response === undefined) throw new Error('There was no answer.');
    return { status: response.statusCode ?? 500, headers: response.headers, body: await read(response), asked };
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const hangUp = () => {
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    async use(next) {
      const former = fault;
      fault = next;
      if (next === 'dead' && former !== 'dead') hangUp();
      if (next !== 'dead' && former === 'dead') await once(server.listen(port, '127.0.0.1'), 'listening');
    },
    requests: () => requests,
    waiting: () => waiting,
    stop() {
      hangUp();
      agent.destroy();
    },
  };
}

function throttle({ headers }: IncomingMessage): string {
  const isDynamoDb = String(headers['x-amz-target']).startsWith('DynamoDB');
  return isDynamoDb
    ? 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException'
    : 'com.amazonaws.kms#ThrottlingException';
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
