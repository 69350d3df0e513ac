/** Servers that only this machine can reach. */
import type { IncomingMessage, Server } from 'node:http';

export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Ends open connections too. */
  stop(): Promise<void>;
}

/**
 * Binds 127.0.0.1.
 *
 * @param port 0 for a free one
 * @throws the system's error, for instance with the code `EADDRINUSE`
 */
export async function listenOnLoopback(server: Server, port: number): Promise<LoopbackServer> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  server.off('error', reject);
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    port: bound,
    origin: `http://127.0.0.1:${bound}`,
    stop() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      return closed.promise;
    },
  };
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
