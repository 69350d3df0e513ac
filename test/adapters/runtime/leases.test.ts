import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cachedReader } from '#adapters/runtime/cached-reader.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { NO_GRACE } from '#adapters/runtime/grace.ts';
import { leasedValue } from '#adapters/runtime/leased-value.ts';
import { persist } from '#adapters/runtime/persist.ts';
import { prime } from '#adapters/runtime/prime.ts';

function aCache({ lease = 10_000, capacity = 3 } = {}) {
  const world = { now: 0, reads: [] as string[], items: new Map([['a', 'A1']]), fail: false };
  const reader = cachedReader(
    {
      get: async (id: string) => {
        world.reads.push(id);
        if (world.fail) throw new Error('out of order');
        return world.items.get(id);
      },
    },
    { lease, grace: NO_GRACE, capacity, now: () => world.now },
  );
  return { world, reader };
}

describe('a cached reader', () => {
  test('reads again when the lease is over, and not before', async () => {
    const { world, reader } = aCache();

    await reader.get('a');
    world.items.set('a', 'A2');
    world.now = 9_999;
    expect(await reader.get('a')).toBe('A1');
    world.now = 10_000;
    expect(await reader.get('a')).toBe('A2');
  });

  test('never gives an item older than its lease, however often it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4_000), { maxLength: 40 }), async (steps) => {
        const { world, reader } = aCache();
        world.items.set('a', '0');
        for (const step of steps) {
          world.now += step;
          world.items.set('a', String(world.now));
          expect(world.now - Number(await reader.get('a'))).toBeLessThan(10_000);
        }
      }),
    );
  });

  test('reads once for many who ask at once', async () => {
    const { world, reader } = aCache();

    await Promise.all(Array.from({ length: 100 }, () => reader.get('a')));

    expect(world.reads).toEqual(['a']);
  });

  test('keeps neither absence nor faults', async () => {
    const { world, reader } = aCache();

    expect(await reader.get('b')).toBeUndefined();
    world.items.set('b', 'B');
    expect(await reader.get('b')).toBe('B');
    world.fail = true;
    await expect(reader.get('a')).rejects.toThrow('out of order');
    world.fail = false;
    expect(await reader.get('a')).toBe('A1');
  });

  test('forgets an item that has gone', async () => {
    const { world, reader } = aCache();

    await reader.get('a');
    world.items.delete('a');
    world.now = 10_000;

    expect(await reader.get('a')).toBeUndefined();
  });

  test('holds no more than its capacity', async () => {
    const { world, reader } = aCache();
    for (const id of ['a', 'b', 'c', 'd']) world.items.set(id, id);

    for (const id of ['a', 'b', 'c', 'd']) await reader.get(id);
    world.reads = [];
    for (const id of ['d', 'c', 'b', 'a']) await reader.get(id);

    expect(world.reads).toEqual(['a']);
  });

  test('reads past what it keeps when a fresh item is asked for, and keeps that', async () => {
    const { world, reader } = aCache();

    await reader.get('a');
    world.items.set('a', 'A2');

    expect(await reader.get('a', { fresh: true })).toBe('A2');
    expect(await reader.get('a')).toBe('A2');
  });

  test('reads each time without a lease', async () => {
    const { world, reader } = aCache({ lease: 0 });

    await reader.get('a');
    await reader.get('a');

    expect(world.reads).toEqual(['a', 'a']);
  });
});

describe('a leased value', () => {
  function aLease() {
    const world = { now: 0, steady: 0, loads: 0, fail: false };
    const value = leasedValue(
      async () => {
        world.loads += 1;
        if (world.fail) throw new Error('out of order');
        return world.loads;
      },
      { lease: 1_000, grace: NO_GRACE, now: () => world.now, steady: () => world.steady },
    );
    return { world, value };
  }

  test('is loaded once for all who ask within the lease', async () => {
    const { world, value } = aLease();

    expect(await Promise.all([value.get(), value.get()])).toEqual([1, 1]);
    world.now = 999;
    expect(await value.get()).toBe(1);
    world.now = 1_000;
    expect(await value.get()).toBe(2);
  });

  test('is not kept alive by a clock that steps back', async () => {
    const { world, value } = aLease();

    await value.get();
    world.now = -1_000;

    expect(await value.get()).toBe(2);
  });

  test('is not made younger by a clock that is set back by less than its age', async () => {
    const { world, value } = aLease();

    await value.get();
    world.steady = 999;
    world.now = 399;
    expect(await value.get()).toBe(1);
    world.steady = 1_000;
    world.now = 400;
    expect(await value.get()).toBe(2);
  });

  test('is not made younger either by a clock that is set back, and has come to the same time again', async () => {
    const { world, value } = aLease();

    await value.get();
    world.steady = 3_600_000;
    world.now = 1;

    expect(await value.get()).toBe(2);
    expect(await value.refresh(200)).toBe(2);
  });

  test('ages while the process stands still, which a clock that runs with it does not tell', async () => {
    const { world, value } = aLease();

    await value.get();
    world.now = 1_000;
    world.steady = 1;

    expect(await value.get()).toBe(2);
  });

  test('is refreshed at most once in the pause', async () => {
    const { world, value } = aLease();

    await value.get();
    world.now = 100;
    expect(await value.refresh(200)).toBe(1);
    world.now = 200;
    expect(await value.refresh(200)).toBe(2);
  });

  test('is a fault when it cannot be loaded, and tried again at the next call', async () => {
    const { world, value } = aLease();
    world.fail = true;

    await expect(value.get()).rejects.toThrow('out of order');
    world.fail = false;
    expect(await value.get()).toBe(2);
  });
});

describe('priming', () => {
  test('neither fails nor waits beyond its budget', async () => {
    const started = performance.now();

    await prime([() => Promise.reject(new Error('no')), () => new Promise(() => {})], 20);

    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('persisting', () => {
  function anAttempt(failures: number) {
    const world = { attempts: 0, told: 0 };
    const work = async () => {
      world.attempts += 1;
      if (world.attempts <= failures) throw new Error(`failure ${world.attempts}`);
      return 'done';
    };
    const onFailure = () => {
      world.told += 1;
    };
    const options = { attempts: 3, pause: 1, onFailure };
    return { world, outcome: persist(work, options) };
  }

  test('tries again until it works', async () => {
    const { world, outcome } = anAttempt(2);

    expect(await outcome).toBe('done');
    expect(world).toEqual({ attempts: 3, told: 2 });
  });

  test('throws the last failure when it has tried often enough', async () => {
    const { world, outcome } = anAttempt(9);

    await expect(outcome).rejects.toThrow('failure 3');
    expect(world).toEqual({ attempts: 3, told: 2 });
  });
});

describe('the environment', () => {
  test('names all missing variables at once', () => {
    expect(() => readEnvironment(['A', 'B', 'C'], { B: 'b', C: '' })).toThrow('Missing environment variables: A, C.');
  });

  test('gives the variables asked for, and no others', () => {
    expect({ ...readEnvironment(['A'], { A: 'a', B: 'b' }) }).toEqual({ A: 'a' });
  });
});
