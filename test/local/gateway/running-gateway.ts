/** Runs a gateway with fake functions and a loopback backend, and speaks plain HTTP to them. */
import http, { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import net from 'node:net';
import type { ResolvedResource } from '#local/assembly/resolved-resource.ts';
import type { FunctionOutcome } from '#local/functions/function-invoker.ts';
import { buildRestApis } from '#local/gateway/build-rest-apis.ts';
import { listenGateway } from '#local/gateway/listen-gateway.ts';
import type { RequestLogEntry } from '#local/gateway/rest-api-host.ts';
import { ACCOUNT, functionArn, REGION } from './template-fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into events without narrowing each step
export type LooseEvent = any;

export type FakeFunction = (event: LooseEvent) => unknown;

/** Thrown by a fake function to give a whole outcome, logs included. */
export class Outcome {
  readonly outcome: FunctionOutcome;
  constructor(outcome: FunctionOutcome) {
    this.outcome = outcome;
  }
}

export const CREDENTIALS = {
  accessKeyId: 'AKIALOCALEXAMPLE',
  secretAccessKey: 'fake-secret-for-tests',
  principalArn: `arn:aws:iam::${ACCOUNT}:user/operator`,
};

const stops: (() => Promise<void>)[] = [];

export async function stopAll(): Promise<void> {
  await Promise.all(stops.splice(0).map((stop) => stop()));
}

export async function startGateway(
  resources: readonly ResolvedResource[],
  functions: Readonly<Record<string, FakeFunction>> = {},
) {
  const calls: { readonly name: string; readonly event: LooseEvent }[] = [];
  const log: RequestLogEntry[] = [];
  const invoke = async (arn: string, event: unknown): Promise<FunctionOutcome> => {
    const [name, fake] = Object.entries(functions).find(([candidate]) => functionArn(candidate) === arn) ?? [];
    if (name === undefined || fake === undefined) throw new Error(`no fake for ${arn}`);
    const seen = JSON.parse(JSON.stringify(event));
    calls.push({ name, event: seen });
    try {
      return { ok: true, payload: await fake(seen), logs: [] };
    } catch (error) {
      if (error instanceof Outcome) return error.outcome;
      const { name: errorType, message } = error as Error;
      return { ok: false, errorType, errorMessage: message, logs: [] };
    }
  };
  const listener = await listenGateway(0);
  stops.push(() => listener.stop());
  const [api] = buildRestApis(resources, {
    region: REGION,
    accountId: ACCOUNT,
    functions: { invoke },
    credentials: CREDENTIALS,
    onRequest: (entry) => log.push(entry),
  });
  listener.serve(api!);
  return {
    listener,
    calls,
    log,
    eventsOf: (name: string): LooseEvent[] => calls.filter((call) => call.name === name).map(({ event }) => event),
    /** @param path with the stage, exactly as it shall be sent */
    send: (path: string, options: SendOptions = {}) => send(listener.port, path, options),
  };
}

export interface SendOptions {
  readonly method?: string;
  /** Names and values in turn, sent as they are. Host is added. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  readonly host?: string;
}

export interface Answer {
  readonly status: number;
  /** Last value of each, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: LooseEvent;
}

export function send(
  port: number,
  path: string,
  { method = 'GET', headers = [], body, host }: SendOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))];
    const request = http.request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: ['Host', host ?? `127.0.0.1:${port}`, ...headers, ...length],
      agent: false,
      setHost: false,
    });
    request.on('error', reject);
    request.on('response', (response) => read(response).then((bytes) => resolve(answerOf(response, bytes)), reject));
    request.end(body);
  });
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answerOf(response: IncomingMessage, bytes: Buffer): Answer {
  const headers: Record<string, string> = {};
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    headers[response.rawHeaders[index]!.toLowerCase()] = response.rawHeaders[index + 1]!;
  }
  const text = bytes.toString('utf8');
  return {
    status: response.statusCode ?? 0,
    headers,
    rawHeaders: response.rawHeaders,
    bytes,
    text,
    get json() {
      return JSON.parse(text);
    },
  };
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A backend that remembers what it was asked, and answers as told. */
export async function startBackend(
  respond: (request: SeenRequest, response: ServerResponse) => void = (_, response) => response.end('ok'),
) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = '', url = '', headers, rawHeaders } = incoming;
    const request = { method, url, headers, rawHeaders, body: await read(incoming) };
    seen.push(request);
    respond(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as net.AddressInfo;
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { seen, port, origin: `http://127.0.0.1:${port}`, authority: `127.0.0.1:${port}` };
}

/** Writes bytes to a port and gives all that comes back until the other side closes, or until `patience` ms have passed. */
export function exchange(port: number, text: string | Buffer, patience?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    if (patience !== undefined) socket.setTimeout(patience, () => socket.destroy());
    socket.on('data', (data) => {
      received += data;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', (error) => (received === '' && patience === undefined ? reject(error) : resolve(received)));
  });
}

/** Writes bytes to a port, ends its own side when the awaited text has come, and gives all that came until the close. */
export function exchangeAndHangUp(port: number, text: string, awaited: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      received += data;
      if (received.includes(awaited)) socket.end();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

/** Every value of a header, in order. */
export function valuesOf({ rawHeaders }: Answer, name: string): readonly string[] {
  return rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name.toLowerCase(),
  );
}

/** An authorizer's answer. */
export function policy(
  effect: 'Allow' | 'Deny',
  methodArn: string | readonly string[],
  context: Readonly<Record<string, unknown>> = {},
) {
  return {
    principalId: 'client-1',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: methodArn }],
    },
    context,
  };
}
