/** Starts the host as a process of its own, the way `npm start` does, and waits until it is ready. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LaunchedHost {
  readonly child: ChildProcess;
  /** What it printed so far. */
  output(): string;
  readonly exited: Promise<number | null>;
  /** The contents of local.json. @throws Error with the output when it ends before */
  ready(): Promise<LocalInfo>;
}

export interface LocalInfo {
  readonly pid: number;
  readonly gatewayUrl: string;
  readonly registryUrl?: string;
  readonly apis: Readonly<Record<string, string>>;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly demo?: Readonly<Record<string, string>>;
  readonly [output: string]: unknown;
}

const launched = new Set<ChildProcess>();

export function launch(data: string, args: readonly string[], nodeArgs: readonly string[] = []): LaunchedHost {
  const child = spawn(process.execPath, [...nodeArgs, path.resolve('bin/local.ts'), '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  launched.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    output: () => output,
    exited,
    async ready() {
      const file = path.join(data, 'local.json');
      const isOurs = () => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).pid === child.pid;
      while (!isOurs()) {
        if (child.exitCode !== null) throw new Error(output);
        await sleep(20);
      }
      return JSON.parse(readFileSync(file, 'utf8'));
    },
  };
}

/** Runs to the end. */
export async function run(data: string, ...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const host = launch(data, args);
  const code = await host.exited;
  return { code, output: host.output() };
}

export function killLaunched(): void {
  for (const child of launched) child.kill('SIGKILL');
  launched.clear();
}
