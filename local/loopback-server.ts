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
  return (await readBodyUpTo(Number.POSITIVE_INFINITY, request)) ?? Buffer.alloc(0);
}

/** @returns `undefined` as soon as the body turns out to be longer, which its stated length may tell at once */
export async function readBodyUpTo(limit: number, request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection outlives the reading: it is needed for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > limit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
