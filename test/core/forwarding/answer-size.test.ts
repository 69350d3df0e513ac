import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { answerFits, LARGEST_BODY } from '#core/forwarding/answer-size.ts';

const returned = (headers: readonly (readonly [string, string])[], bodySize: number) =>
  Buffer.byteLength(
    JSON.stringify({
      statusCode: 200,
      multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
      body: '',
      isBase64Encoded: true,
    }),
  ) +
  Math.ceil(bodySize / 3) * 4;

test.each([
  ['no body', [], 0, true],
  ['4.4 MB', [], 4_400_000, true],
  ['4.4 MB and 300 KB of headers', [['X-A', 'a'.repeat(300_000)]], 4_400_000, true],
  ['4.6 MB and 300 KB of headers', [['X-A', 'a'.repeat(300_000)]], 4_600_000, false],
  ['4.6 MB and 80 KB of headers', [['X-A', 'a'.repeat(80_000)]], 4_600_000, true],
  ['4.6 MB and 80 KB of headers that JSON doubles', [['X-A', '"'.repeat(80_000)]], 4_600_000, false],
  ['all that base64 leaves', [], LARGEST_BODY, false],
] as const)('an answer of %s', (_, headers, bodySize, fits) => {
  expect(answerFits(headers, bodySize)).toBe(fits);
});

test('what fits is never beyond Lambda’s limit', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', 'é', '€', '\t', '\u0001', '\ud800') });
  const pair = fc.tuple(text, text);
  const size = fc.integer({ min: LARGEST_BODY - 2_000, max: LARGEST_BODY });
  fc.assert(
    fc.property(fc.array(pair), size, (headers, bodySize) => {
      expect(!answerFits(headers, bodySize) || returned(headers, bodySize) <= 6_291_456).toBe(true);
    }),
  );
});
