import { expect, test } from '@jest/globals';
import { cachedReader } from '#adapters/runtime/cached-reader.ts';
import { silentGrace } from '#adapters/runtime/grace.ts';
import { readCounter } from '#adapters/runtime/read-counts.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';

const NOTHING = { cacheHits: 0, cacheMisses: 0, staleServed: 0 };

test('readings are counted by how they came about, and from one look to the next', async () => {
  const world = { now: 0, out: false };
  const reads = readCounter();
  const reader = cachedReader(
    {
      get: async (id: string) => {
        if (world.out) throw new StoreUnavailableError('GetItem', { cause: undefined });
        return `item ${id}`;
      },
    },
    { lease: 1_000, grace: silentGrace(60_000), capacity: 10, now: () => world.now, count: reads.count },
  );

  await reader.get('a');
  await reader.get('a');
  await reader.get('b');
  expect(reads.take()).toEqual({ cacheHits: 1, cacheMisses: 2, staleServed: 0 });
  expect(reads.take()).toEqual(NOTHING);

  world.now = 2_000;
  world.out = true;
  await reader.get('a');
  expect(reads.take()).toEqual({ ...NOTHING, staleServed: 1 });
});

test('what cannot be read is not counted as read', async () => {
  const reads = readCounter();
  const reader = cachedReader(
    { get: () => Promise.reject(new StoreUnavailableError('GetItem', { cause: undefined })) },
    { lease: 1_000, grace: silentGrace(0), capacity: 10, now: () => 0, count: reads.count },
  );

  await expect(reader.get('a')).rejects.toThrow();

  expect(reads.take()).toEqual(NOTHING);
});
