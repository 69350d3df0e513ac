import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { DAY, DEFAULT_ROTATION_DAYS, KEY_TIMES } from '#core/keys/key-times.ts';

const MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

test.each([
  ['rotation period', DEFAULT_ROTATION_DAYS * DAY],
  ['publication before a key signs', KEY_TIMES.publishLead],
  ['signer’s look at the keys', KEY_TIMES.signerLease],
  ['grace while it cannot look', KEY_TIMES.signerGrace],
  ['signing with the key before', KEY_TIMES.signerFallback],
  ['publication of a retired key', KEY_TIMES.retirement],
])('the %s lasts as long as its decision says', (what, time) => {
  const decision = readFileSync('docs/decisions/0005-signing-key-rotation.md', 'utf8').replaceAll("'", '’');

  const [, count = '1', unit = ''] =
    new RegExp(`\\| ${what} \\| (?:(\\d+)|every) (minute|hour|day)s?`).exec(decision) ?? [];
  expect(time).toBe(Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS]);
});

test('a revoked key is listed for as long as the storage schema says', () => {
  const schema = readFileSync('docs/storage-schema.md', 'utf8');

  const [, days] = /of a revoked key; it is listed for (\d+) days more/.exec(schema) ?? [];
  expect(KEY_TIMES.revokedTold).toBe(Number(days) * MILLISECONDS.day);
});
