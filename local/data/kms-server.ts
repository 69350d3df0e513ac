/** The stand-in for KMS: its JSON protocol on a free loopback port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseObject } from '../json-value.ts';
import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server.ts';
import { KmsError, kmsOperation } from './kms-operations.ts';
import type { MasterKey } from './master-keys.ts';
import { isOwnRequest } from './stand-in-request.ts';

export interface KmsServer extends LoopbackServer {
  /** The keys of the template that is served now. */
  use(keys: readonly MasterKey[]): void;
}

export async function startKms(accessKeyId: string): Promise<KmsServer> {
  let keys: readonly MasterKey[] = [];
  const server = await listenOnLoopback(
    createServer(async (request, response) => {
      if (!isOwnRequest(request, accessKeyId)) return void response.writeHead(403).end();
      await answer(request, response, keys);
    }),
    0,
  );
  return {
    ...server,
    use(newKeys) {
      keys = newKeys;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, keys: readonly MasterKey[]): Promise<void> {
  const send = (status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  try {
    const operation = String(request.headers['x-amz-target']).replace(/^TrentService\./, '');
    send(200, kmsOperation(operation, parseObject((await readBody(request)).toString('utf8')), keys));
  } catch (error) {
    if (error instanceof KmsError) send(400, { __type: error.name, message: error.message });
    else send(400, { __type: 'SerializationException', message: 'the request could not be read' });
  }
}
