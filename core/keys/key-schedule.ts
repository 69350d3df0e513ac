/** The rotation as a plan: which step is due next, judged by what is stored and nothing else. */
import { chooseSigningKey, newestCurrent, oldestNext, supersededKeys } from './key-roles.ts';
import { promote, promotionDue, retire } from './key-transitions.ts';
import type { KeyRecord } from './signing-key.ts';

export interface KeySchedule {
  /** Milliseconds that a key signs before the next one does. */
  readonly rotationPeriod: number;
}

export type KeyStep =
  | { readonly do: 'make'; readonly state: 'current' | 'next' }
  | { readonly do: 'promote' | 'retire'; readonly from: KeyRecord; readonly to: KeyRecord };

/**
 * The one step that is due; undefined when all is as it should be. Each step leaves keys that can be signed and verified
 * with, so whoever carries it out may die at any point, and the next run goes on from what it finds:
 *
 * - without a key that signs, a published one is promoted, or the first one made, which nobody can have missed;
 * - a key that a newer one has taken over from is retired, never before that;
 * - there is always a next key, so that one is known to everybody when it is needed, planned or not;
 * - the next key is promoted when its time has come.
 */
export function nextKeyStep(
  keys: readonly KeyRecord[],
  now: number,
  { rotationPeriod }: KeySchedule,
): KeyStep | undefined {
  const signer = chooseSigningKey(keys, now);
  const next = oldestNext(keys);
  if (signer === undefined) {
    const urgent = next === undefined ? undefined : promoting(next, keys, now, true);
    return urgent ?? { do: 'make', state: 'current' };
  }
  const [superseded] = supersededKeys(keys, now);
  if (superseded !== undefined) {
    const retired = retire(superseded, signer, now);
    if (retired.ok) return { do: 'retire', from: superseded, to: retired.value };
  }
  if (next === undefined) return { do: 'make', state: 'next' };
  const isDue = now >= promotionDue(next, newestCurrent(keys), rotationPeriod);
  return isDue ? promoting(next, keys, now, false) : undefined;
}

function promoting(from: KeyRecord, keys: readonly KeyRecord[], now: number, urgent: boolean): KeyStep | undefined {
  const promoted = promote(from, keys, now, { urgent });
  return promoted.ok ? { do: 'promote', from, to: promoted.value } : undefined;
}
