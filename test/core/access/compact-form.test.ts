import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isCompactForm } from '#core/access/compact-form.ts';

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
