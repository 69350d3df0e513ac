import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CONSUMER_KEY_BYTES,
  CONSUMER_SECRET_BYTES,
  formatConsumerKey,
  formatConsumerSecret,
  isConsumerKey,
  isConsumerSecret,
} from '#core/registry/consumer-credentials.ts';

const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count });

describe('consumer keys', () => {
  test('hold 22 base62 characters behind their prefix', () => {
    expect(formatConsumerKey(new Uint8Array(16))).toBe('tgk_0000000000000000000000');
    expect(formatConsumerKey(new Uint8Array(16).fill(255))).toBe('tgk_7n42DGM5Tflk9n8mt7Fhc7');
  });

  test('are recognised whatever the random bytes', () => {
    fc.assert(fc.property(bytes(CONSUMER_KEY_BYTES), (random) => isConsumerKey(formatConsumerKey(random))));
  });

  test.each([
    '',
    'tgk_',
    'tgk_000000000000000000000',
    'tgk_00000000000000000000000',
    'TGK_0000000000000000000000',
    'tgk_000000000000000000000\n',
    ' tgk_0000000000000000000000',
    'tgk_000000000000000000000_',
  ])('are not recognised in %j', (text) => {
    expect(isConsumerKey(text)).toBe(false);
  });

  test('are not made from too few bytes', () => {
    expect(() => formatConsumerKey(new Uint8Array(15))).toThrow('expected 16 random bytes, got 15');
  });
});

describe('consumer secrets', () => {
  test('are recognised whatever the random bytes', () => {
    fc.assert(fc.property(bytes(CONSUMER_SECRET_BYTES), (random) => isConsumerSecret(formatConsumerSecret(random))));
  });

  test('differ when their bytes differ', () => {
    fc.assert(
      fc.property(bytes(CONSUMER_SECRET_BYTES), bytes(CONSUMER_SECRET_BYTES), (one, other) => {
        const same = one.every((byte, index) => byte === other[index]);
        return (formatConsumerSecret(one) === formatConsumerSecret(other)) === same;
      }),
    );
  });

  test('are not recognised with one character changed', () => {
    fc.assert(
      fc.property(
        bytes(CONSUMER_SECRET_BYTES),
        fc.nat(53),
        fc.constantFrom('0', 'Z', 'q', '-'),
        (random, index, other) => {
          const secret = formatConsumerSecret(random);
          const changed = secret.slice(0, index) + other + secret.slice(index + 1);
          return changed === secret || !isConsumerSecret(changed);
        },
      ),
    );
  });
});
