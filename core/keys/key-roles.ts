/** What each key may do at a moment: which one signs, which ones verify, and which nobody needs any more. */
import { KEY_TIMES } from './key-times.ts';
import type { KeyRecord } from './signing-key.ts';

type Stage = Pick<KeyRecord, 'state' | 'retiredAt' | 'revokedAt'>;

/** Epoch milliseconds from which everybody acts as if the key were not there; undefined while that is not known. */
export function endOf({ state, retiredAt = 0, revokedAt = 0 }: Stage): number | undefined {
  if (state === 'retired') return retiredAt + KEY_TIMES.retirement;
  return state === 'revoked' ? revokedAt + KEY_TIMES.revokedTold : undefined;
}

export function hasEnded(key: Stage, now: number): boolean {
  return now >= (endOf(key) ?? Number.POSITIVE_INFINITY);
}

/** Whether verifiers are given the key: it has signed tokens that may not have ended yet, or it is going to. */
export function isPublished(key: Stage, now: number): boolean {
  return key.state !== 'revoked' && !hasEnded(key, now);
}

export function promotedAt({ promotedAt: time, createdAt }: Pick<KeyRecord, 'promotedAt' | 'createdAt'>): number {
  return time ?? createdAt;
}

/** In the order in which keys became current: no two have the same place. */
export function byPromotion(a: KeyRecord, b: KeyRecord): number {
  return promotedAt(a) - promotedAt(b) || a.createdAt - b.createdAt || (a.kid < b.kid ? -1 : 1);
}

/** The newest current key. As long as no newer one is current, nothing may take it away: then there is always one. */
export function newestCurrent<Key extends KeyRecord>(keys: readonly Key[]): Key | undefined {
  return keys.filter(isCurrent).toSorted(byPromotion).at(-1);
}

/** Of the keys that are to sign, the one that has been published for longest. */
export function oldestNext<Key extends KeyRecord>(keys: readonly Key[]): Key | undefined {
  return keys
    .filter(({ state }) => state === 'next')
    .toSorted(byPromotion)
    .at(0);
}

/**
 * The key that signs now: of the current ones that everybody can know by now the newest; else the one known for longest.
 * So neither two runs that both made a first key, nor one that died half way, can have a key sign that nobody knows.
 */
export function chooseSigningKey<Key extends KeyRecord>(keys: readonly Key[], now: number): Key | undefined {
  const current = keys.filter(isCurrent).toSorted(byPromotion);
  const known = current.filter(({ createdAt }) => createdAt + KEY_TIMES.publishLead <= now);
  return known.at(-1) ?? current.toSorted((a, b) => a.createdAt - b.createdAt || byPromotion(a, b)).at(0);
}

/** Current keys that a newer one has taken over from. */
export function supersededKeys<Key extends KeyRecord>(keys: readonly Key[], now: number): readonly Key[] {
  const signer = chooseSigningKey(keys, now);
  return signer === undefined ? [] : keys.filter((key) => isCurrent(key) && byPromotion(key, signer) < 0);
}

/** Keys that a token may be signed with, the one that should be first: the others are for when it cannot be decrypted. */
export function signingCandidates<Key extends KeyRecord>(keys: readonly Key[], now: number): readonly Key[] {
  const signer = chooseSigningKey(keys, now);
  const others = keys.filter(
    ({ state, retiredAt = 0 }) =>
      state === 'current' || (state === 'retired' && now < retiredAt + KEY_TIMES.signerFallback),
  );
  const rest = others.filter((key) => key !== signer).toSorted((a, b) => byPromotion(b, a));
  return signer === undefined ? rest : [signer, ...rest];
}

function isCurrent({ state }: Pick<KeyRecord, 'state'>): boolean {
  return state === 'current';
}
