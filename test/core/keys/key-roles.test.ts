import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  byPromotion,
  chooseSigningKey,
  newestCurrent,
  oldestNext,
  signingCandidates,
  supersededKeys,
} from '#core/keys/key-roles.ts';
import { DAY, KEY_TIMES } from '#core/keys/key-times.ts';
import { aKeyRecord } from '#test/support/in-memory-signing-keys.ts';

const NOW = 100 * DAY;
const key = (letter: string, fields: Parameters<typeof aKeyRecord>[0] = {}) =>
  aKeyRecord({ kid: letter.repeat(43), createdAt: NOW - 30 * DAY, ...fields });
/** Three that everybody knows, in the order in which they became current. */
const first = key('f', { createdAt: NOW - 30 * DAY });
const second = key('s', { createdAt: NOW - 40 * DAY, promotedAt: NOW - 20 * DAY });
const third = key('t', { createdAt: NOW - 50 * DAY, promotedAt: NOW - 20 * DAY + 1 });
const orders = [
  [first, second, third],
  [third, second, first],
  [second, third, first],
];

describe('the order in which keys became current', () => {
  test('is that of their promotions; a first key has its place from the beginning', () => {
    for (const keys of orders) expect(keys.toSorted(byPromotion)).toEqual([first, second, third]);
  });

  test('goes on by creation where two were promoted at once, and by their ids where they were also made at once', () => {
    const later = { ...second, kid: 'a'.repeat(43), createdAt: second.createdAt + 1 };
    const twin = { ...second, kid: 'z'.repeat(43) };

    for (const keys of [
      [later, twin, second],
      [twin, second, later],
    ]) {
      expect(keys.toSorted(byPromotion)).toEqual([second, twin, later]);
    }
  });

  test('gives no two keys the same place, whoever compares them', () => {
    const time = fc.constantFrom(1, 2, 3);
    const record = fc.record({ promotedAt: time, createdAt: time, kid: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(record, record, (a, b) => {
        fc.pre(a.kid !== b.kid);
        const [forth, back] = [byPromotion(aKeyRecord(a), aKeyRecord(b)), byPromotion(aKeyRecord(b), aKeyRecord(a))];
        return forth !== 0 && Math.sign(forth) === -Math.sign(back);
      }),
    );
  });
});

describe('whatever order keys are listed in', () => {
  test('the newest current one is the same, and so is the one that signs', () => {
    for (const keys of orders) {
      expect(newestCurrent(keys)).toBe(third);
      expect(chooseSigningKey(keys, NOW)).toBe(third);
    }
  });

  test('of those to come it is the oldest that is promoted', () => {
    const [older, younger] = [key('o', { state: 'next' }), key('y', { state: 'next', createdAt: NOW })];

    expect(oldestNext([younger, older])).toBe(older);
    expect(oldestNext([older, younger])).toBe(older);
  });

  test('all that a newer one has taken over from are superseded, and no other', () => {
    const next = key('n', { state: 'next' });
    const retired = key('r', { state: 'retired', promotedAt: 0, retiredAt: NOW });

    for (const keys of orders) {
      expect(new Set(supersededKeys([...keys, next, retired], NOW))).toEqual(new Set([first, second]));
    }
    expect(supersededKeys([next, retired], NOW)).toEqual([]);
  });
});

describe('the key that signs', () => {
  test('is the newest from the moment on in which everybody can know it', () => {
    const fresh = key('n', { createdAt: NOW, promotedAt: NOW });

    expect(chooseSigningKey([first, fresh], NOW + KEY_TIMES.publishLead - 1)).toBe(first);
    expect(chooseSigningKey([first, fresh], NOW + KEY_TIMES.publishLead)).toBe(fresh);
  });

  test('can be a retired one for a while, where there is no other', () => {
    const retired = key('r', { state: 'retired', retiredAt: NOW });

    expect(signingCandidates([retired], NOW)).toEqual([retired]);
  });

  test('is never one that was revoked, though it was retired a moment ago', () => {
    const leaked = key('l', { state: 'revoked', retiredAt: NOW, revokedAt: NOW });

    expect(signingCandidates([leaked, first], NOW)).toEqual([first]);
  });
});
