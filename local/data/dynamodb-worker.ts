/**
 * The thread in which dynalite keeps the tables on disk.
 *
 * dynalite throws from its callbacks, for instance when a client goes away in the middle of a request; in a thread of its
 * own that ends neither the host nor the requests of others.
 */
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { objectOf, stringOf } from '../json-value.ts';
import { isOwnRequest } from './stand-in-request.ts';

const { directory, accessKeyId } = objectOf(workerData);
const server = dynalite({
  path: stringOf(directory) ?? '',
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
});

process.on('uncaughtException', (error) => parentPort?.postMessage({ kind: 'error', message: explain(error) }));

const listeners = server.listeners('request');
server.removeAllListeners('request');
server.on('request', (request, response) => {
  if (!isOwnRequest(request, stringOf(accessKeyId) ?? '')) {
    response.writeHead(403).end();
    return;
  }
  for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  parentPort?.postMessage({ kind: 'listening', port });
});

parentPort?.on('message', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});

/** The level library hides the reason (locked, no space, …) in the cause. */
function explain(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
