/** Records that a secret was used: now and then, without keeping a token waiting, and without ever failing one. */
import type { Clock, SecretUses } from '#core/registry/ports.ts';
import { describeFault } from './describe-fault.ts';
import type { Log } from './log.ts';
import { within } from './within.ts';

export interface UseRecorderOptions {
  readonly secretUses: Pick<SecretUses, 'record'>;
  readonly now: Clock;
  readonly log: Log;
}

/** Milliseconds between two records of one secret. */
const INTERVAL = 15 * 60_000;
/** Milliseconds that a token waits for a record. Lambda freezes what is not awaited, so it is awaited, but not for long. */
const PATIENCE = 50;
/** Secrets that are remembered as recorded. */
const CAPACITY = 10_000;

export function useRecorder({ secretUses, now, log }: UseRecorderOptions) {
  const recordedAt = new Map<string, number>();

  async function record(consumerKey: string, secretId: string, at: number): Promise<void> {
    try {
      await secretUses.record(consumerKey, secretId, at);
    } catch (fault) {
      recordedAt.delete(`${consumerKey} ${secretId}`);
      log('use of a secret not recorded', { consumerKey, secretId, ...describeFault(fault) });
    }
  }

  return async (consumerKey: string, secretId: string | undefined): Promise<void> => {
    if (secretId === undefined) return;
    const at = now();
    const name = `${consumerKey} ${secretId}`;
    const last = recordedAt.get(name);
    if (last !== undefined && Math.abs(at - last) < INTERVAL) return;
    recordedAt.delete(name);
    recordedAt.set(name, at);
    for (const oldest of recordedAt.keys()) {
      if (recordedAt.size <= CAPACITY) break;
      recordedAt.delete(oldest);
    }
    await within(PATIENCE, record(consumerKey, secretId, at));
  };
}
