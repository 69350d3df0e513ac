/** Starts the embedded host as a process of its own, as `npm start` does, and waits until it is ready. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A stage as the black-box tests know it: where it is. */
export interface Stage {
  readonly serverGroup: string;
  readonly gatewayUrl: string;
  readonly registryUrl: string;
  readonly tokenUrl: string;
  readonly issuer: string;
  readonly metadataUrl: string;
  readonly jwksUrl: string;
  readonly introspectionUrl: string;
  readonly revocationUrl: string;
  /** Of a deployed stage. */
  readonly region?: string;
  /** What its registry is called with. @default - the credentials that all AWS tools find */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string };
}

/** What the host writes when it is ready. */
export interface LocalStage extends Stage {
  readonly pid: number;
  readonly demo?: Readonly<
    Record<'clientId' | 'productId' | 'consumerKey' | 'consumerSecret' | 'headerUrl' | 'queryUrl', string>
  >;
}

export interface RunningHost {
  readonly local: LocalStage;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Ends with SIGTERM, or the signal given, and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface HostOptions {
  readonly assembly: string;
  readonly data: string;
  readonly serverGroup: string;
  readonly arguments?: readonly string[];
  /** Options of node itself. */
  readonly node?: readonly string[];
}

export async function startEmbeddedHost({
  assembly,
  data,
  serverGroup,
  arguments: more = [],
  node = [],
}: HostOptions): Promise<RunningHost> {
  const options = ['--assembly', assembly, '--data', data, '--server-group', serverGroup, '--port', '0'];
  const child = spawn(process.execPath, [...node, 'bin/local.ts', ...options, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const file = path.join(data, 'local.json');
  const deadline = Date.now() + 60_000;
  for (;;) {
    const local = readLocalStage(file);
    if (local !== undefined && local.pid === child.pid)
      return { local, process: child, output: () => output, stop: (signal) => stop(child, signal) };
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The embedded host did not get ready. It printed:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function readLocalStage(file: string): LocalStage | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
