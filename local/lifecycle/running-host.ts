/**
 * Makes sure that one host at most runs on a data directory, and lets others find and stop it.
 *
 * `host.json` says where the host's control port is; a random nonce proves that whoever answers there is the one who
 * wrote the file, so that a stale file or a reused process id never leads to the wrong process.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { errorNameOf } from '../error-facts.ts';
import { numberOf, parseObject, stringOf } from '../json-value.ts';
import { listenOnLoopback } from '../loopback-server.ts';
import { readPrivateJson, writePrivateJson } from '../private-file.ts';
import { isAlive } from './process-alive.ts';

/** A host that answers on its control port. */
export interface RunningHost {
  readonly pid: number;
  /** Undefined while it is starting. */
  readonly gatewayUrl: string | undefined;
  /** Asks it to stop; it answers before it has. */
  requestStop(): Promise<void>;
}

/** This process's claim on a data directory. */
export interface HostClaim {
  release(): Promise<void>;
}

/** Taken by another host that is alive. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
  readonly running: RunningHost;

  constructor(running: RunningHost) {
    super(`Tollgate is already running here: pid ${running.pid}, ${running.gatewayUrl ?? 'still starting'}.`);
    this.running = running;
  }
}

/** How long a running host may take to answer, in ms. */
const ANSWER_WITHIN_MS = 2000;

/**
 * Claims the data directory.
 *
 * @param onStop called when another process asks this host to stop
 * @throws AlreadyRunningError
 */
export async function claimDataDirectory(dataDirectory: string, onStop: () => void): Promise<HostClaim> {
  const nonce = randomBytes(16).toString('hex');
  const server = await listenOnLoopback(
    createServer((request, response) => {
      const own = request.headers['x-tollgate-nonce'] === nonce && request.headers.origin === undefined;
      response.writeHead(own ? 200 : 403, { connection: 'close' });
      response.end(own ? JSON.stringify({ pid: process.pid }) : '');
      if (own && request.method === 'POST') onStop();
    }),
    0,
  );
  const file = hostFile(dataDirectory);
  const own = `${file}.${process.pid}`;
  writePrivateJson(own, { pid: process.pid, controlUrl: server.origin, nonce });
  try {
    // Linking fails when the file is there: of two hosts that start at once only one gets through.
    while (!linkFile(own, file)) {
      const running = await findRunningHost(dataDirectory);
      if (running !== undefined) throw new AlreadyRunningError(running);
      rmSync(file, { force: true });
    }
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
  return {
    async release() {
      if (readPrivateJson(file)?.nonce === nonce) rmSync(file, { force: true });
      await server.stop();
    },
  };
}

/** The host that runs on this data directory; undefined when none does, whatever a stale file says. */
export async function findRunningHost(dataDirectory: string): Promise<RunningHost | undefined> {
  const { pid, controlUrl, nonce } = readPrivateJson(hostFile(dataDirectory)) ?? {};
  const [url, id] = [stringOf(controlUrl), numberOf(pid)];
  if (url === undefined || id === undefined) return undefined;
  const ask = async (method: 'GET' | 'POST') => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(url, { method, signal, headers: { 'x-tollgate-nonce': String(nonce) } });
    return parseObject(await response.text());
  };
  try {
    if ((await ask('GET')).pid !== id) return undefined;
  } catch (error) {
    // Too busy to answer is alive; nobody listening, or somebody else, is not.
    const isBusy = errorNameOf(error) === 'TimeoutError' && isAlive(id);
    if (!isBusy) return undefined;
  }
  return {
    pid: id,
    gatewayUrl: stringOf(readPrivateJson(path.join(dataDirectory, 'local.json'))?.gatewayUrl),
    requestStop: () => ask('POST').then(() => undefined),
  };
}

function hostFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'host.json');
}

function linkFile(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (existsSync(to)) return false;
    throw error;
  }
}
