/** A relay on loopback in front of the emulator, for what it is not asked for by its own address. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';

export interface Relay {
  readonly origin: string;
  stop(): void;
}

/** The others wait: each call at once is a process of its own for every function that it needs, and AWS has more of them. */
const CALLS_AT_ONCE = 6;

/**
 * Stands for the TLS in front of AWS: policies may demand that calls arrive by it, as that of the CDK's own bucket does.
 *
 * @param hostOf the host that calls are for; undefined leaves it as it is
 */
export async function startRelay(port: number, hostOf: () => string | undefined = () => undefined): Promise<Relay> {
  const agent = new Agent({ keepAlive: true, maxSockets: CALLS_AT_ONCE });
  // Heads may be as long as the emulator takes them.
  const server = createServer({ maxHeaderSize: 1_000_000 }, (incoming, answer) => {
    const { method, url: path, rawHeaders } = incoming;
    const host = hostOf() ?? incoming.headers.host ?? '';
    const headers = ['Host', host, ...withoutHost(rawHeaders), 'X-Forwarded-Proto', 'https'];
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent }, (relayed) => {
      answer.writeHead(relayed.statusCode ?? 502, relayed.rawHeaders);
      relayed.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    outgoing.on('upgrade', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

function withoutHost(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)]?.toLowerCase() !== 'host');
}
