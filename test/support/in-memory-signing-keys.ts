/** Signing keys for tests, and their store in memory. */
import { hasEnded } from '#core/keys/key-roles.ts';
import { DAY } from '#core/keys/key-times.ts';
import type { KeyRecord, SigningKey } from '#core/keys/signing-key.ts';
import type { SigningKeyStore } from '#core/keys/signing-key-store.ts';
import type { Clock } from '#core/registry/ports.ts';
import { aChange, CREATED_AT } from './registry-fixtures.ts';

/** A key that was made once, and of which nobody has the private half. */
const COORDINATES = {
  x: 'PY3X2m4AdykiEj-7Sa11Dfz6rAj5vWg-0J8bxYMS05Q',
  y: 'bmUGcoXCUpf1CCXfWiH8qQnhuwkiYSU1zZ2hMdzensM',
};
export const CURRENT_KID = 'Af12em3r9a95ShEqPNfE2jokRB4JGh3sqtdsPzLNFt4';
export const NEXT_KID = 'B'.repeat(43);

export function aKeyRecord(fields: Partial<KeyRecord> = {}): KeyRecord {
  const action = 'signing-key.create';
  return { kid: CURRENT_KID, state: 'current', createdAt: 0, revision: 1, lastChange: aChange({ action }), ...fields };
}

export function aSigningKey(fields: Partial<SigningKey> = {}): SigningKey {
  const record = aKeyRecord(fields);
  return {
    publicJwk: { kty: 'EC', crv: 'P-256', ...COORDINATES, alg: 'ES256', use: 'sig', kid: record.kid },
    encryptedPrivateKey: 'AQID',
    ...record,
    ...fields,
  };
}

/** A key that has signed for ten days, and one that has been published for as long. */
export const TWO_KEYS: readonly SigningKey[] = [
  aSigningKey({ createdAt: CREATED_AT - 40 * DAY, promotedAt: CREATED_AT - 10 * DAY }),
  aSigningKey({ kid: NEXT_KID, state: 'next', createdAt: CREATED_AT - 10 * DAY }),
];

export type InMemorySigningKeys = SigningKeyStore & {
  /** Every key as it is stored. */
  all(): readonly SigningKey[];
};

export function inMemorySigningKeys(now: Clock, seed: readonly SigningKey[] = []): InMemorySigningKeys {
  const stored = new Map(seed.map((key) => [key.kid, key]));
  return {
    list: async () =>
      [...stored.values()]
        .filter((key) => !hasEnded(key, now()))
        .map(({ publicJwk, encryptedPrivateKey, ...record }) => record),
    change: async (from, to) => {
      const found = stored.get(to.kid);
      if (found === undefined || found.revision !== from.revision) return 'conflict';
      stored.set(to.kid, { ...found, ...to });
      return 'changed';
    },
    create: async (key) => {
      if (stored.has(key.kid)) return 'exists';
      stored.set(key.kid, key);
      return 'created';
    },
    all: () => [...stored.values()],
  };
}
