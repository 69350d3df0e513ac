import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isCompactForm, isCompactJws } from '#core/access/compact-form.ts';

const part = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const bytes = (constraints: fc.IntArrayConstraints) => fc.uint8Array(constraints);
const token = fc
  .tuple(
    bytes({ minLength: 1, maxLength: 200 }),
    bytes({ minLength: 1, maxLength: 200 }),
    bytes({ minLength: 64, maxLength: 64 }),
  )
  .map((parts) => parts.map(part).join('.'));

describe('the compact form', () => {
  test('is that of any header, payload and 64-byte signature', () => {
    fc.assert(fc.property(token, (text) => isCompactForm(text)));
  });

  test('has no second spelling of the same bytes', () => {
    fc.assert(
      fc.property(token, fc.nat(), fc.constantFrom(...'ABCDwxyz0189-_'), (text, position, character) => {
        const index = position % text.length;
        const other = text.slice(0, index) + character + text.slice(index + 1);
        const decoded = (value: string) => value.split('.').map((one) => Buffer.from(one, 'base64url').toString('hex'));
        const sameBytes = decoded(other).join() === decoded(text).join();
        return other === text || !sameBytes || !isCompactForm(other);
      }),
      { numRuns: 2_000 },
    );
  });

  test('has of every last character that there is those alone that leave no bit over', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const signature = 'A'.repeat(86);
    for (const last of alphabet) {
      for (const part of [`eyJhIjoxf${last}`, `eyJhIjoxMj${last}`, `eyJhIjoxMjN${last}`]) {
        const canonical = Buffer.from(part, 'base64url').toString('base64url') === part;
        expect([part, isCompactForm(`${part}.eyJh.${signature}`)]).toEqual([part, canonical]);
        expect([part, isCompactForm(`eyJh.${part}.${signature}`)]).toEqual([part, canonical]);
      }
    }
  });

  test('has 4,096 characters at most', () => {
    const ofLength = (length: number, header: string) =>
      `${header}.${'A'.repeat(length - header.length - 88)}.${'A'.repeat(86)}`;
    const [longest, tooLong] = [ofLength(4_096, 'eyJh'), ofLength(4_097, 'eyJhIjo')];

    expect([longest.length, tooLong.length]).toEqual([4_096, 4_097]);
    expect([isCompactForm(longest), isCompactForm(tooLong)]).toEqual([true, false]);
    expect(isCompactForm(ofLength(4_093, 'eyJhIjo'))).toBe(true);
  });

  const good = ['eyJhIjoxfQ', 'eyJiIjoxfQ', 'A'.repeat(86)].join('.');
  test.each([
    ['padding', `${good}=`],
    ['a newline at the end', `${good}\n`],
    ['a space in front', ` ${good}`],
    ['two parts', 'eyJhIjoxfQ.eyJiIjoxfQ'],
    ['four parts', `${good}.AAAA`],
    ['five parts', `${good}.AAAA.AAAA`],
    ['only dots', '.'.repeat(100_000)],
    ['an empty header', good.replace('eyJhIjoxfQ', '')],
    ['a short signature', good.slice(0, -1)],
    ['a long signature', `${good}A`],
    ['a signature with spare bits', `${good.slice(0, -1)}B`],
    ['a header of impossible length', good.replace('eyJhIjoxfQ', 'eyJhIjoxf')],
    ['standard base64', good.replace('eyJh', '+/Jh')],
    ['more than 4,096 characters', good.replace('eyJiIjoxfQ', 'A'.repeat(4_096))],
    ['nothing', ''],
  ])('is not that of a text with %s', (_, text) => {
    expect(isCompactForm(good)).toBe(true);
    expect(isCompactForm(text)).toBe(false);
  });
});

describe('the compact form of a JWS by any algorithm', () => {
  const good = ['eyJhIjoxfQ', 'eyJiIjoxfQ', 'A'.repeat(342)].join('.');

  test('has the length that it is given at most', () => {
    expect(isCompactJws(good, good.length)).toBe(true);
    expect(isCompactJws(good, good.length - 1)).toBe(false);
  });

  // What is around it would be of a fitting length.
  test.each([
    ['something in front', `!AAA${good}`],
    ['something behind', `${good}!AAA`],
    ['padding', `${good}==AA`],
    ['a line in front', `\nAAA${good}`],
    ['another part', `${good}.AAAA`],
    ['two parts', 'eyJhIjoxfQ.eyJiIjoxfQ'],
    ['no signature', 'eyJhIjoxfQ.eyJiIjoxfQ.'],
    ['standard base64', good.replace('eyJh', '+/Jh')],
    ['spare bits in its header', good.replace('eyJhIjoxfQ', 'eyJhIjoxfR')],
    ['spare bits in its signature', `${good.slice(0, -1)}B`],
  ])('is not that of a text with %s', (_, text) => {
    expect(isCompactJws(text, 1_000)).toBe(false);
  });
});
