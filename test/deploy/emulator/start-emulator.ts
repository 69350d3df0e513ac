/** Starts ministack, an emulator of AWS, on loopback, with an empty account in it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/** The account that all is deployed to, and its root: who signs with these may do anything. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const ROOT_KEYS = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'root-of-the-emulator' } as const;

export interface Emulator {
  readonly port: number;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** The interpreter that has ministack. */
  readonly python: string;
  /** For its log and what it writes; outside of any package, since functions are unpacked there. */
  readonly folder: string;
  /** Whether policies are enforced; otherwise everybody may do anything. */
  readonly enforcesPolicies: boolean;
}

export async function startEmulator({ python, folder, enforcesPolicies }: EmulatorOptions): Promise<Emulator> {
  const port = await freePort();
  const child = spawn(python, ['test/deploy/emulator/serve.py'], {
    // Its own group, with the processes of the functions in it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Nothing else of the caller's environment: no profile, no key.
    env: {
      PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
      HOME: folder,
      TMPDIR: folder,
      ...ROOT_KEYS,
      AUTH: String(enforcesPolicies),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      // Stages are found under the very names that they have at AWS.
      MINISTACK_HOST: `${REGION}.amazonaws.com`,
      MINISTACK_REGION: REGION,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      PYTHONUNBUFFERED: '1',
      // It follows redirects of backends, and nothing may leave this machine: port 9 is nobody's.
      http_proxy: 'http://127.0.0.1:9',
      https_proxy: 'http://127.0.0.1:9',
      no_proxy: '127.0.0.1',
    },
  });
  const log = createWriteStream(path.join(folder, 'emulator.log'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false });
    stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-4_000)));
  }
  const deadline = Date.now() + 60_000;
  while (!(await isReady(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop(child);
      throw new Error(`The emulator did not get ready. It printed:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { port, stop: () => stop(child) };
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** It ends, and its functions with it, when its standard input does: by this as well as by the death of this process. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
