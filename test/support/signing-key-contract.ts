/** What every implementation of the store of signing keys must do; each of them runs this suite. */
import { expect, test } from '@jest/globals';
import { KEY_TIMES } from '#core/keys/key-times.ts';
import type { KeyRecord } from '#core/keys/signing-key.ts';
import type { SigningKeyStore } from '#core/keys/signing-key-store.ts';
import type { Clock } from '#core/registry/ports.ts';
import { aKeyRecord, aSigningKey, NEXT_KID } from './in-memory-signing-keys.ts';
import { aChange } from './registry-fixtures.ts';

const CHANGE = aChange({ action: 'signing-key.promote', requestId: 'request-2' });

/** @param freshStore gives an empty store at each call */
export function describeSigningKeys(freshStore: (now: Clock) => Promise<SigningKeyStore>): void {
  const aStore = async () => {
    const clock = { now: 1_000 };
    return { clock, store: await freshStore(() => clock.now) };
  };
  const promoted = (from: KeyRecord): KeyRecord => ({
    ...from,
    state: 'current',
    promotedAt: 900,
    revision: from.revision + 1,
    lastChange: CHANGE,
  });

  test('lists what was created, without the key itself', async () => {
    const { store } = await aStore();

    expect(await store.create(aSigningKey())).toBe('created');
    expect(await store.list()).toEqual([aKeyRecord()]);
  });

  test('does not overwrite a key', async () => {
    const { store } = await aStore();
    await store.create(aSigningKey());

    expect(await store.create(aSigningKey({ state: 'next' }))).toBe('exists');
    expect(await store.list()).toEqual([aKeyRecord()]);
  });

  test('changes the revision that it is given', async () => {
    const { store } = await aStore();
    const from = aKeyRecord({ state: 'next' });
    await store.create(aSigningKey({ state: 'next' }));

    expect(await store.change(from, promoted(from))).toBe('changed');
    expect(await store.list()).toEqual([promoted(from)]);
  });

  test('of two changes of one revision makes one', async () => {
    const { store } = await aStore();
    const from = aKeyRecord({ state: 'next' });
    await store.create(aSigningKey({ state: 'next' }));
    const by = (requestId: string) => ({ ...promoted(from), lastChange: { ...CHANGE, requestId } });

    const outcomes = await Promise.all(['a', 'b', 'c'].map((requestId) => store.change(from, by(requestId))));

    expect(outcomes.toSorted()).toEqual(['changed', 'conflict', 'conflict']);
    const winner = ['a', 'b', 'c'][outcomes.indexOf('changed')] ?? '';
    expect(await store.list()).toEqual([by(winner)]);
  });

  test('makes no key by changing one that is not there', async () => {
    const { store } = await aStore();
    for (const revision of [0, 1]) {
      const from = aKeyRecord({ state: 'next', revision });
      expect(await store.change(from, promoted(from))).toBe('conflict');
    }
    expect(await store.list()).toEqual([]);
  });

  test('lists a retired key until its end, and a revoked one for a while', async () => {
    const { clock, store } = await aStore();
    const retired = aKeyRecord({ state: 'retired', retiredAt: 2_000, revision: 2 });
    const revoked = aKeyRecord({ kid: NEXT_KID, state: 'revoked', revokedAt: 2_000, revision: 2 });
    await store.create(aSigningKey());
    await store.create(aSigningKey({ kid: NEXT_KID }));
    await store.change(aKeyRecord(), retired);
    await store.change(aKeyRecord({ kid: NEXT_KID }), revoked);
    const kids = async () => (await store.list()).map(({ kid }) => kid).toSorted();

    clock.now = 2_000 + KEY_TIMES.retirement - 1;
    expect(await kids()).toEqual([retired.kid, revoked.kid]);
    clock.now += 1;
    expect(await kids()).toEqual([revoked.kid]);
    clock.now = 2_000 + KEY_TIMES.revokedTold;
    expect(await kids()).toEqual([]);
  });
}
