/** Starts an embedded host in a process of its own, whose DynamoDB and KMS fail on demand, and whose clock can be moved. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocalStage } from './embedded-host.ts';
import type { Fault } from './fault-proxy.ts';

export interface HostSetup {
  readonly assembly: string;
  readonly data: string;
  readonly serverGroup: string;
}

export interface ShownFaults {
  readonly dynamodb: Fault;
  readonly kms: Fault;
}

/** What the process is told to do. */
export type Order =
  | ({ readonly do: 'show' } & ShownFaults)
  | { readonly do: 'redeploy' | 'run triggers' }
  | { readonly do: 'count' };

/** What it answers. */
export interface Told {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export interface HostBehindFaults {
  readonly stage: LocalStage;
  /** From now on DynamoDB and KMS are so. */
  show(faults: ShownFaults): Promise<void>;
  /** All functions start anew. */
  redeploy(): Promise<void>;
  /** As a deployment would: the rotation function runs. */
  runTriggers(): Promise<void>;
  /** Requests that functions have made so far, and calls that a function was broken off at, or failed. */
  count(): Promise<Readonly<Record<'dynamodb' | 'kms' | 'brokenOff', number>>>;
  /** Moves the time of the host and its functions on. @param milliseconds */
  advance(milliseconds: number): void;
  /** The time there. */
  now(): number;
  /** What the functions have logged so far. */
  log(): string;
  /** What the host itself has printed so far. */
  printed(): string;
  stop(): Promise<void>;
}

export const HEALTHY: ShownFaults = { dynamodb: 'healthy', kms: 'healthy' };

export async function startHostBehindFaults(assembly: string, serverGroup: string): Promise<HostBehindFaults> {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(path.resolve('.cache/faults-'));
  const offsetFile = path.join(folder, 'offset');
  const clock = pathToFileURL(path.resolve('test/support/movable-clock.mjs'));
  clock.searchParams.set('offset', offsetFile);
  let offset = 0;
  const advance = (milliseconds: number) => {
    offset += milliseconds;
    writeFileSync(`${offsetFile}.new`, String(offset));
    renameSync(`${offsetFile}.new`, offsetFile);
  };
  advance(0);

  const setup: HostSetup = { assembly, serverGroup, data: path.join(folder, 'data') };
  const child = fork('test/support/host-behind-faults-process.ts', [JSON.stringify(setup)], {
    execArgv: ['--import', clock.href],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const waiting = new Map<number, (told: Told) => void>();
  child.on('message', (told: Told) => {
    waiting.get(told.id)?.(told);
    waiting.delete(told.id);
  });
  child.on('exit', () => {
    for (const answer of waiting.values()) answer({ id: 0, error: `The host has ended. It printed:\n${output}` });
  });

  let orders = 0;
  const answered = async (id: number): Promise<unknown> => {
    const { value, error } = await new Promise<Told>((resolve) => waiting.set(id, resolve));
    if (error !== undefined) throw new Error(error);
    return value;
  };
  const give = (order: Order) => {
    orders += 1;
    child.send({ id: orders, order });
    return answered(orders);
  };
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const stage = (await answered(0)) as LocalStage;
    return {
      stage,
      show: async (faults) => void (await give({ do: 'show', ...faults })),
      redeploy: async () => void (await give({ do: 'redeploy' })),
      runTriggers: async () => void (await give({ do: 'run triggers' })),
      count: async () => (await give({ do: 'count' })) as Awaited<ReturnType<HostBehindFaults['count']>>,
      advance,
      now: () => Date.now() + offset,
      log: () => {
        const logs = path.join(setup.data, 'logs');
        return readdirSync(logs)
          .map((file) => readFileSync(path.join(logs, file), 'utf8'))
          .join('');
      },
      printed: () => output,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
