import { expect, test } from '@jest/globals';
import { cachedRevocations } from '#adapters/runtime/cached-revocations.ts';
import { NO_GRACE } from '#adapters/runtime/grace.ts';

function aCache({ lease = 30_000, capacity = 10 } = {}) {
  const clock = { now: 0 };
  const revoked = new Set<string>();
  const asked: string[] = [];
  const isRevoked = async (tokenId: string) => {
    asked.push(tokenId);
    return revoked.has(tokenId);
  };
  const cached = cachedRevocations({ isRevoked }, { lease, grace: NO_GRACE, capacity, now: () => clock.now });
  return { clock, revoked, asked, cached };
}

test('"not revoked" is kept for the lease, and not a moment longer, however often it is asked for', async () => {
  const { clock, revoked, asked, cached } = aCache();
  expect(await cached.isRevoked('a')).toBe(false);
  revoked.add('a');

  for (clock.now = 0; clock.now < 30_000; clock.now += 5_000) expect(await cached.isRevoked('a')).toBe(false);
  expect(asked).toEqual(['a']);

  clock.now = 30_000;
  expect(await cached.isRevoked('a')).toBe(true);
});

test('with a lease of nothing every token is looked up', async () => {
  const { revoked, cached } = aCache({ lease: 0 });
  expect(await cached.isRevoked('a')).toBe(false);

  revoked.add('a');

  expect(await cached.isRevoked('a')).toBe(true);
});

test('no more is kept than there is room for', async () => {
  const { asked, cached } = aCache({ capacity: 2 });

  for (const tokenId of ['a', 'b', 'c', 'c', 'b', 'a']) await cached.isRevoked(tokenId);

  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

test('a fault is passed on, and not kept', async () => {
  let fails = true;
  const isRevoked = async () => {
    if (fails) throw new Error('gone');
    return false;
  };
  const cached = cachedRevocations({ isRevoked }, { lease: 30_000, grace: NO_GRACE, capacity: 2, now: () => 0 });

  await expect(cached.isRevoked('a')).rejects.toThrow('gone');
  fails = false;
  expect(await cached.isRevoked('a')).toBe(false);
});
