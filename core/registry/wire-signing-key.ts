/** Signing keys as the registry API shows them: their stages and what comes next, and nothing of the keys themselves. */
import { chooseSigningKey, endOf, newestCurrent, oldestNext } from '../keys/key-roles.ts';
import type { KeySchedule } from '../keys/key-schedule.ts';
import { DAY } from '../keys/key-times.ts';
import { promotableFrom, promotionDue } from '../keys/key-transitions.ts';
import type { KeyRecord } from '../keys/signing-key.ts';
import type { WireSigningKey } from './contract.ts';

/** Newest first. */
export function wireSigningKeys(
  keys: readonly KeyRecord[],
  now: number,
  schedule: KeySchedule,
): readonly WireSigningKey[] {
  const signer = chooseSigningKey(keys, now);
  const current = newestCurrent(keys);
  const next = oldestNext(keys);
  const due = next === undefined ? undefined : promotionDue(next, current, schedule.rotationPeriod);
  return keys
    .toSorted((a, b) => b.createdAt - a.createdAt || (a.kid < b.kid ? -1 : 1))
    .map((key) => ({
      kid: key.kid,
      state: key.state,
      signs: key === signer,
      ageDays: Math.max(0, Math.floor((now - key.createdAt) / DAY)),
      createdAt: iso(key.createdAt),
      ...(key.promotedAt !== undefined && { promotedAt: iso(key.promotedAt) }),
      ...(key.retiredAt !== undefined && { retiredAt: iso(key.retiredAt) }),
      ...(key.revokedAt !== undefined && { revokedAt: iso(key.revokedAt) }),
      ...(key.state === 'next' && { promotableFrom: iso(promotableFrom(key)) }),
      ...(key === next && due !== undefined && { promotionDue: iso(due) }),
      ...(key === current && due !== undefined && { retirementDue: iso(due) }),
      ...(key.state === 'retired' && { endsAt: iso(endOf(key) ?? 0) }),
      revision: key.revision,
    }));
}

/** @param time epoch milliseconds */
function iso(time: number): string {
  return new Date(time).toISOString();
}
