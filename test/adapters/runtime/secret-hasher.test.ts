import { expect, test } from '@jest/globals';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';

test('a secret is hashed with SHA-256, in lower-case hex (FIPS 180-4, "abc")', () => {
  expect(secretHasher.hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('a secret matches its own hash and no other', () => {
  expect(secretHasher.matches('abc', secretHasher.hash('abc'))).toBe(true);
  expect(secretHasher.matches('abd', secretHasher.hash('abc'))).toBe(false);
});

test.each(['', 'abc', 'BA7816', `${'0'.repeat(63)}`, `${'0'.repeat(63)}g`, secretHasher.hash('abc').toUpperCase()])(
  'nothing matches %j, which is no hash',
  (hash) => {
    expect(secretHasher.matches('abc', hash)).toBe(false);
    expect(secretHasher.matches('', hash)).toBe(false);
  },
);
