/** The steps of a signing key: next → current → retired, and revoked from anywhere. What is out of turn is refused. */
import { failure, type Result, success } from '../result.ts';
import { byPromotion, newestCurrent, promotedAt } from './key-roles.ts';
import { KEY_TIMES } from './key-times.ts';
import type { KeyRecord } from './signing-key.ts';

export type KeyRefusal =
  /** Allowed from that time on, in epoch milliseconds. */
  | { readonly reason: 'too_early'; readonly from: number }
  /** The key's state knows no such step, or there is no newer key that takes over. */
  | { readonly reason: 'out_of_turn'; readonly state: KeyRecord['state'] };

/** Epoch milliseconds from which everybody knows the key. */
export function promotableFrom({ createdAt }: Pick<KeyRecord, 'createdAt'>): number {
  return createdAt + KEY_TIMES.publishLead;
}

/** Epoch milliseconds at which the rotation promotes `next`. */
export function promotionDue(next: KeyRecord, current: KeyRecord | undefined, rotationPeriod: number): number {
  return Math.max(promotableFrom(next), current === undefined ? 0 : promotedAt(current) + rotationPeriod);
}

/**
 * Has a published key sign. It gets a place after all that are current, whatever the clocks of those who promoted them.
 *
 * @param options `urgent` does not wait until everybody knows the key: for when the key that signs has leaked
 */
export function promote(
  key: KeyRecord,
  keys: readonly KeyRecord[],
  now: number,
  { urgent }: { readonly urgent: boolean } = { urgent: false },
): Result<KeyRecord, KeyRefusal> {
  if (key.state !== 'next') return failure({ reason: 'out_of_turn', state: key.state });
  const from = promotableFrom(key);
  if (now < from && !urgent) return failure({ reason: 'too_early', from });
  const newest = newestCurrent(keys);
  const time = Math.max(now, newest === undefined ? 0 : promotedAt(newest) + 1);
  return success({ ...nextRevision(key), state: 'current', promotedAt: time });
}

/** Ends a key's signing, once `signer` does that. It is not said to have ended before that was promoted, whatever the clock. */
export function retire(key: KeyRecord, signer: KeyRecord, now: number): Result<KeyRecord, KeyRefusal> {
  const isReplaced = signer.state === 'current' && byPromotion(key, signer) < 0;
  if (key.state !== 'current' || !isReplaced) return failure({ reason: 'out_of_turn', state: key.state });
  return success({ ...nextRevision(key), state: 'retired', retiredAt: Math.max(now, promotedAt(signer)) });
}

/** Takes a key away for good. The newest current key is kept: another one has to be promoted before. */
export function revoke(key: KeyRecord, keys: readonly KeyRecord[], now: number): Result<KeyRecord, KeyRefusal> {
  if (key.state === 'revoked' || newestCurrent(keys)?.kid === key.kid) {
    return failure({ reason: 'out_of_turn', state: key.state });
  }
  return success({ ...nextRevision(key), state: 'revoked', revokedAt: now });
}

/** What the revision before says of itself does not hold for this one. */
function nextRevision({ lastChange, ...key }: KeyRecord): KeyRecord {
  return { ...key, revision: key.revision + 1 };
}
