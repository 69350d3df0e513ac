import { describe, expect, test } from '@jest/globals';
import { PUBLIC_FOR_A_WHILE } from '#adapters/apigateway/public-document.ts';
import { chooseSigningKey, isPublished, signingCandidates } from '#core/keys/key-roles.ts';
import { nextKeyStep } from '#core/keys/key-schedule.ts';
import { DAY, KEY_TIMES } from '#core/keys/key-times.ts';
import { promote, promotionDue, retire, revoke } from '#core/keys/key-transitions.ts';
import { toJwkSet } from '#core/keys/signing-key.ts';
import { aKeyRecord, aSigningKey } from '#test/support/in-memory-signing-keys.ts';

const NOW = 100 * DAY;
const schedule = { rotationPeriod: 30 * DAY };
const kid = (letter: string) => letter.repeat(43);
const old = aKeyRecord({ kid: kid('o'), createdAt: NOW - 60 * DAY, promotedAt: NOW - 40 * DAY });
const current = aKeyRecord({ kid: kid('c'), createdAt: NOW - 40 * DAY, promotedAt: NOW - 10 * DAY });
const next = aKeyRecord({ kid: kid('n'), state: 'next', createdAt: NOW - 10 * DAY });
const newborn = aKeyRecord({ kid: kid('b'), createdAt: NOW - 1, promotedAt: NOW });

describe('the times', () => {
  test('keep a retired key published until the last token that anybody could sign with it has ended', () => {
    const { signerLease, signerGrace, signerFallback, lateWrite, longestToken, clockSkew, retirement } = KEY_TIMES;

    const longest = longestToken + signerFallback + signerLease + signerGrace + lateWrite + clockSkew;
    expect(retirement).toBeGreaterThanOrEqual(longest);
  });

  test('have a key published for longer than anybody may keep the keys', () => {
    const verifierCacheAtMost = 3_600_000;
    const jwksMaxAge = Number(/max-age=(\d+)$/.exec(PUBLIC_FOR_A_WHILE)?.[1]) * 1_000;

    expect(KEY_TIMES.publishLead).toBeGreaterThan(verifierCacheAtMost + jwksMaxAge + KEY_TIMES.clockSkew);
  });
});

describe('the step that is due', () => {
  test.each([
    ['no key at all', [], { do: 'make', state: 'current' }],
    ['a key that signs, and none to come', [current], { do: 'make', state: 'next' }],
    ['both', [current, next], undefined],
    ['only a key to come, which signs then at once', [next], { do: 'promote', from: next }],
    ['a key that another one has taken over from', [old, current, next], { do: 'retire', from: old }],
    ['only keys that do not sign', [{ ...old, state: 'retired', retiredAt: NOW } as const], { do: 'make' }],
    ['a newer key that not everybody knows yet, which stays', [current, newborn, next], undefined],
  ])('with %s', (_, keys, expected) => {
    const step = nextKeyStep(keys, NOW, schedule);

    if (expected === undefined) expect(step).toBeUndefined();
    else expect(step).toMatchObject(expected);
  });

  test('promotes the next key when the rotation period is over, and not before', () => {
    const due = NOW - 10 * DAY + schedule.rotationPeriod;

    expect(nextKeyStep([current, next], due - 1, schedule)).toBeUndefined();
    expect(nextKeyStep([current, next], due, schedule)).toMatchObject({
      do: 'promote',
      to: { kid: next.kid, state: 'current', promotedAt: due, revision: 2 },
    });
  });

  test('waits for the lead of a key that was made late, however long the period has been over', () => {
    const late = { ...next, createdAt: NOW };
    const keys = [{ ...current, promotedAt: NOW - 90 * DAY }, late];

    expect(nextKeyStep(keys, NOW + KEY_TIMES.publishLead - 1, schedule)).toBeUndefined();
    expect(nextKeyStep(keys, NOW + KEY_TIMES.publishLead, schedule)).toMatchObject({ do: 'promote', from: late });
  });

  test('promotes a key at once that nobody can know yet, where there is no other that signs', () => {
    const late = { ...next, createdAt: NOW };

    expect(nextKeyStep([late], NOW, schedule)).toMatchObject({ do: 'promote', to: { kid: next.kid, promotedAt: NOW } });
  });

  test('has its time from the key before, or from the lead alone where there is none', () => {
    expect(promotionDue(next, current, schedule.rotationPeriod)).toBe(NOW + 20 * DAY);
    expect(promotionDue(next, undefined, schedule.rotationPeriod)).toBe(next.createdAt + KEY_TIMES.publishLead);
  });
});

describe('a step out of turn is refused', () => {
  test('a promotion before the lead is over, with the time from which it is allowed', () => {
    const from = next.createdAt + KEY_TIMES.publishLead;

    expect(promote(next, [current, next], from - 1)).toEqual({ ok: false, failure: { reason: 'too_early', from } });
    expect(promote(next, [current, next], from).ok).toBe(true);
  });

  test('a promotion of what is no next key, urgent or not', () => {
    for (const state of ['current', 'retired', 'revoked'] as const) {
      const refused = promote({ ...next, state }, [], NOW, { urgent: true });
      expect(refused).toEqual({ ok: false, failure: { reason: 'out_of_turn', state } });
    }
  });

  test('retiring the key that signs, or one that is newer', () => {
    expect(retire(current, current, NOW)).toEqual({ ok: false, failure: { reason: 'out_of_turn', state: 'current' } });
    expect(retire(newborn, current, NOW).ok).toBe(false);
    expect(retire(current, { ...newborn, state: 'retired', retiredAt: NOW }, NOW).ok).toBe(false);
    expect(retire({ ...old, state: 'retired', retiredAt: NOW }, current, NOW).ok).toBe(false);
    expect(retire({ ...current, promotedAt: NOW - 1 }, newborn, NOW).ok).toBe(true);
    expect(retire(current, newborn, NOW)).toMatchObject({ ok: true, value: { state: 'retired', retiredAt: NOW } });
  });

  test('and a key is not retired for earlier than another one took over, although the clock of who retires it is behind', () => {
    const promoted = { ...next, state: 'current', promotedAt: NOW } as const;

    expect(retire(current, promoted, NOW - DAY)).toMatchObject({ ok: true, value: { retiredAt: NOW } });
    expect(retire(current, promoted, NOW + 1)).toMatchObject({ ok: true, value: { retiredAt: NOW + 1 } });
  });

  test('revoking the newest current key, or one that is revoked', () => {
    expect(revoke(current, [old, current, next], NOW)).toEqual({
      ok: false,
      failure: { reason: 'out_of_turn', state: 'current' },
    });
    expect(revoke({ ...old, state: 'revoked', revokedAt: NOW }, [current], NOW).ok).toBe(false);
    expect(revoke(next, [next], NOW).ok).toBe(true);
    expect(revoke(old, [old, current], NOW)).toMatchObject({ ok: true, value: { state: 'revoked', revokedAt: NOW } });
  });
});

describe('the key that signs', () => {
  test('is the newest that everybody can know', () => {
    expect(chooseSigningKey([old, newborn, current, next], NOW)).toBe(current);
  });

  test('is the one known for longest while nobody can know any', () => {
    const twin = { ...newborn, kid: kid('t'), createdAt: newborn.createdAt - 5, promotedAt: NOW + 5 };

    expect(chooseSigningKey([newborn, twin], NOW)).toBe(twin);
  });

  test('comes after all others although the clock of who promotes it is behind', () => {
    const promoted = promote(next, [current, next], NOW - 20 * DAY, { urgent: true });

    expect(promoted.ok && chooseSigningKey([current, promoted.value], NOW)).toBe(promoted.ok && promoted.value);
    expect(promoted).toMatchObject({ value: { promotedAt: NOW - 10 * DAY + 1 } });
  });

  test('has behind it what may sign in its place, newest first', () => {
    const retired = { ...old, state: 'retired', retiredAt: NOW } as const;

    expect(signingCandidates([retired, next, newborn, current], NOW)).toEqual([current, newborn, retired]);
    expect(signingCandidates([retired, current], NOW + KEY_TIMES.signerFallback)).toEqual([current]);
  });
});

describe('the published keys', () => {
  test('are all but revoked ones and those whose tokens have ended', () => {
    const retired = { ...old, state: 'retired', retiredAt: NOW } as const;

    for (const key of [next, current, retired]) expect(isPublished(key, NOW)).toBe(true);
    expect(isPublished({ ...current, state: 'revoked', revokedAt: NOW }, NOW)).toBe(false);
    expect(isPublished(retired, NOW + KEY_TIMES.retirement - 1)).toBe(true);
    expect(isPublished(retired, NOW + KEY_TIMES.retirement)).toBe(false);
  });

  test('are a set that is never empty, holds each key once, and nothing private', () => {
    const { publicJwk } = aSigningKey();
    const withMore = { ...publicJwk, d: 'private', p: '1', q: '2', k: '3' };

    expect(() => toJwkSet([])).toThrow('There is no signing key to publish');
    expect(toJwkSet([withMore, withMore])).toEqual({ keys: [publicJwk] });
  });
});
