import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { isEd25519Key } from '#core/registry/ed25519.ts';

const base64url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

/** Each with and without a sign, and what many implementations take for one although it encodes no point (RFC 8032 §5.1.3). */
const SMALL = [
  ['of order 1', `01${'00'.repeat(31)}`],
  ['of order 1, with a sign', `01${'00'.repeat(30)}80`],
  ['of order 2', `ec${'ff'.repeat(30)}7f`],
  ['of order 2, with a sign', `ec${'ff'.repeat(30)}ff`],
  ['of order 4', '00'.repeat(32)],
  ['of order 4, with a sign', `${'00'.repeat(31)}80`],
  ['of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['of order 8, with a sign', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
  ['of order 8, another', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['of order 8, another with a sign', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
  ['of order 1, spelled another way', `ee${'ff'.repeat(30)}7f`],
  ['of order 4, spelled another way', `ed${'ff'.repeat(30)}7f`],
] as const;

describe('a key of Ed25519', () => {
  test('is what OpenSSL makes', () => {
    for (let round = 0; round < 50; round += 1) {
      const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });

      expect(isEd25519Key(x)).toBe(true);
    }
  });

  test.each(SMALL)('is no point %s, for which signatures can be made without a private key', (_, hex) => {
    expect(isEd25519Key(base64url(hex))).toBe(false);
  });

  test.each([
    ['a y that no point has', `02${'00'.repeat(31)}`],
    ['a y beyond the field', `f0${'ff'.repeat(30)}7f`],
    ['the greatest y of all', 'ff'.repeat(32)],
  ])('is not %s', (_, hex) => {
    expect(isEd25519Key(base64url(hex))).toBe(false);
  });
});
