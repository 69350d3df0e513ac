/** Stops the host of a data directory, gently first. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './process-alive.ts';
import { findRunningHost } from './running-host.ts';

/** How long the host may take to end by itself, in ms. */
const GRACE_MS = 10_000;

/**
 * Stops the host that runs on `dataDirectory` and waits until its process is gone.
 *
 * @returns its process id, or undefined when none runs
 */
export async function stopRunningHost(dataDirectory: string): Promise<number | undefined> {
  const running = await findRunningHost(dataDirectory);
  if (running === undefined) return undefined;
  await running.requestStop();
  const deadline = performance.now() + GRACE_MS;
  while (isAlive(running.pid)) {
    if (performance.now() > deadline) {
      process.kill(running.pid, 'SIGKILL');
      break;
    }
    await sleep(50);
  }
  return running.pid;
}
