import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cachedReader } from '#adapters/runtime/cached-reader.ts';
import { cachedRevocations } from '#adapters/runtime/cached-revocations.ts';
import { loggedGrace } from '#adapters/runtime/grace.ts';
import { leasedValue, PATIENCE } from '#adapters/runtime/leased-value.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';

const LEASE = 10_000;
const GRACE = 60_000;
const PAUSE = 1_000;

function aWorld({ lease = LEASE, grace = GRACE, capacity = 3 } = {}) {
  const world = {
    now: 0,
    reads: 0,
    isOut: false,
    isDamaged: false,
    items: new Map<string, string>([['a', 'A1']]),
    lines: [] as { level: string; event: string; fields: LogFields | undefined }[],
  };
  const log = (level: string, event: string, fields?: LogFields) => void world.lines.push({ level, event, fields });
  const read = async (id: string) => {
    world.reads += 1;
    if (world.isOut) throw new StoreUnavailableError('GetItem on Things', { cause: undefined });
    if (world.isDamaged) throw new UnreadableItemError('Things', id, 'name');
    return world.items.get(id);
  };
  const now = () => world.now;
  const options = { lease, grace: loggedGrace(grace, log), capacity, now };
  return {
    world,
    options,
    reader: cachedReader({ get: read }, options),
    value: leasedValue(() => read('a'), options),
    revocations: cachedRevocations({ isRevoked: async (id) => (await read(id)) === 'revoked' }, options),
  };
}

describe.each(['reader', 'value'] as const)('in an outage a %s', (kind) => {
  function aSource(overrides: { lease?: number; grace?: number } = {}) {
    const { world, reader, value } = aWorld(overrides);
    return { world, get: kind === 'reader' ? () => reader.get('a') : () => value.get() };
  }

  test('gives what was last known until lease and grace are over, and then the fault', async () => {
    const { world, get } = aSource();
    await get();
    world.isOut = true;

    world.now = LEASE + GRACE - 1;
    expect(await get()).toBe('A1');
    world.now = LEASE + GRACE;
    await expect(get()).rejects.toThrow('GetItem on Things failed.');
  });

  test('has nothing to give when nothing was known', async () => {
    const { world, get } = aSource();
    world.isOut = true;

    await expect(get()).rejects.toThrow(StoreUnavailableError);
    world.isOut = false;
    expect(await get()).toBe('A1');
  });

  test('gives the fault at the end of the lease when there is no grace', async () => {
    const { world, get } = aSource({ grace: 0 });
    await get();
    world.isOut = true;
    world.now = LEASE;

    await expect(get()).rejects.toThrow(StoreUnavailableError);
  });

  test('gives grace without a lease as well', async () => {
    const { world, get } = aSource({ lease: 0 });
    await get();
    world.isOut = true;
    world.now = GRACE - 1;

    expect(await get()).toBe('A1');
  });

  test('asks again after a second, not before, and sees that the source is back', async () => {
    const { world, get } = aSource();
    await get();
    world.isOut = true;
    world.now = LEASE;
    for (let call = 0; call < 100; call += 1) await get();
    expect(world.reads).toBe(2);

    world.isOut = false;
    world.items.set('a', 'A2');
    world.now += PAUSE - 1;
    expect(await get()).toBe('A1');
    world.now += 1;
    expect(await get()).toBe('A2');
  });

  test('does not press the source after the grace either', async () => {
    const { world, get } = aSource();
    await get();
    world.isOut = true;
    world.now = LEASE + GRACE;
    for (let call = 0; call < 100; call += 1) await expect(get()).rejects.toThrow(StoreUnavailableError);

    expect(world.reads).toBe(2);
  });

  test('forgets what has turned out to be damaged: that is an answer, and no outage', async () => {
    const { world, get } = aSource();
    await get();
    world.now = LEASE;
    world.isDamaged = true;
    await expect(get()).rejects.toThrow(UnreadableItemError);
    world.isOut = true;

    await expect(get()).rejects.toThrow(StoreUnavailableError);
  });

  test('logs that it began, and how old the knowledge was, and that it ended: not each call', async () => {
    const { world, get } = aSource();
    await get();
    for (const outage of [LEASE, LEASE + 30_000]) {
      world.isOut = true;
      for (world.now = outage; world.now < outage + 5_000; world.now += 100) await get();
      world.isOut = false;
      world.now += PAUSE;
      await get();
    }

    const began = { level: 'ERROR', event: 'registry unreachable; serving what was last known' };
    const ended = { level: 'INFO', event: 'registry reachable again' };
    expect(world.lines).toMatchObject([{ ...began, fields: { ageSeconds: 10 } }, ended, began, ended]);
    expect(world.lines[0]?.fields).toMatchObject({ fault: 'StoreUnavailableError' });
  });

  test('gives nothing older than the lease while the source answers, nor than lease and grace while it does not', async () => {
    const step = fc.record({
      pass: fc.oneof(fc.nat(3_000), fc.nat(30_000)),
      source: fc.constantFrom('back', 'out', 'as it was', 'as it was'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { world, get } = aSource();
        let failedAt = Number.NEGATIVE_INFINITY;
        let answeredAt: number | undefined;
        for (const { pass, source } of steps) {
          world.now += pass;
          world.items.set('a', String(world.now));
          if (source !== 'as it was') world.isOut = source === 'out';
          const readsBefore = world.reads;
          const given = await get().catch(() => undefined);
          const hasRead = world.reads > readsBefore;
          if (hasRead && world.isOut) failedAt = world.now;
          if (hasRead && !world.isOut) answeredAt = world.now;
          if (hasRead && !world.isOut) expect(given).toBe(String(world.now));
          if (hasRead) expect(world.reads).toBe(readsBefore + 1);

          const age = answeredAt === undefined ? Number.POSITIVE_INFINITY : world.now - answeredAt;
          // What is given is the last answer, however often it was asked for since.
          expect(given).toBe(age < LEASE + GRACE ? String(answeredAt) : undefined);
          const mayPause = world.now - failedAt < PAUSE;
          if (age >= LEASE && !mayPause) expect(hasRead).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('in an outage', () => {
  test('what was gone stays gone, and is looked for each time when there is none', async () => {
    const { world, reader } = aWorld();
    expect(await reader.get('b')).toBeUndefined();
    expect(await reader.get('b')).toBeUndefined();
    expect(world.reads).toBe(2);

    world.isOut = true;
    world.now = LEASE + GRACE - 1;
    expect(await reader.get('b')).toBeUndefined();
    world.now += 1;
    await expect(reader.get('b')).rejects.toThrow(StoreUnavailableError);
  });

  test('what is gone does not come back', async () => {
    const { world, reader } = aWorld();
    await reader.get('a');
    world.items.delete('a');
    world.now = LEASE;
    await reader.get('a');
    world.isOut = true;
    world.now += 1;

    expect(await reader.get('a')).toBeUndefined();
  });

  test('a fresh item is a fault, at each attempt', async () => {
    const { world, reader } = aWorld();
    await reader.get('a');
    world.isOut = true;

    for (let call = 0; call < 3; call += 1) {
      await expect(reader.get('a', { fresh: true })).rejects.toThrow(StoreUnavailableError);
    }
    expect(world.reads).toBe(4);
    expect(await reader.get('a')).toBe('A1');
  });

  test('a value refreshed is a fault, and its source is not pressed', async () => {
    const { world, value } = aWorld();
    await value.get();
    world.isOut = true;
    world.now = LEASE;

    for (let call = 0; call < 3; call += 1) await expect(value.refresh(5_000)).rejects.toThrow(StoreUnavailableError);
    expect(world.reads).toBe(2);
  });

  test('the pause ends with an answer, whoever got it', async () => {
    const { world, reader } = aWorld({ lease: 0 });
    await reader.get('a');
    world.isOut = true;
    await reader.get('a');
    world.isOut = false;
    await reader.get('a', { fresh: true });
    world.items.set('a', 'A2');
    world.now = 1;

    expect(await reader.get('a')).toBe('A2');
  });

  test.each([
    ['older than the lease', PAUSE - 100, PAUSE - 100],
    ['asked a second ago, which may have been before the function was frozen', LEASE, PAUSE],
  ])('nobody waits for an answer to a question %s', async (_, lease, limit) => {
    const { world, options } = aWorld({ lease });
    const answers: ((answer: string) => void)[] = [];
    const value = leasedValue(() => new Promise<string>((resolve) => void answers.push(resolve)), options);

    const early = value.get();
    world.now = limit - 1;
    const joined = value.get();
    world.now = limit;
    const late = value.get();
    answers[0]?.('old');
    answers[1]?.('new');

    expect(answers).toHaveLength(2);
    expect(await Promise.all([early, joined, late])).toEqual(['old', 'old', 'new']);
    expect(await value.get()).toBe('new');
  });

  test('ids that nobody knows take no place from what is known', async () => {
    const { world, reader } = aWorld();
    await reader.get('a');
    world.isOut = true;
    for (let id = 0; id < 10; id += 1) await reader.get(`unknown-${id}`).catch(() => undefined);
    world.now = LEASE;

    expect(await reader.get('a')).toBe('A1');
  });

  test('a token that is known to be revoked stays so, and one that is not known is a fault', async () => {
    const { world, revocations } = aWorld();
    world.items.set('gone', 'revoked');
    expect(await revocations.isRevoked('gone')).toBe(true);
    expect(await revocations.isRevoked('good')).toBe(false);
    world.isOut = true;
    world.now = LEASE + GRACE - 1;

    expect(await revocations.isRevoked('gone')).toBe(true);
    expect(await revocations.isRevoked('good')).toBe(false);
    await expect(revocations.isRevoked('unknown')).rejects.toThrow(StoreUnavailableError);
    world.now += 1;
    await expect(revocations.isRevoked('gone')).rejects.toThrow(StoreUnavailableError);
  });
});

describe('in front of a source that hangs', () => {
  /** Milliseconds that a slow machine may add. */
  const SLACK = 500;
  const fault = new StoreUnavailableError('GetItem on Things', { cause: undefined });

  /** Each load waits until it is settled, if it is. */
  async function aHang() {
    const { world, options } = aWorld();
    const loads: { resolve(value: string): void; reject(fault: Error): void }[] = [];
    const value = leasedValue(
      () => new Promise<string>((resolve, reject) => void loads.push({ resolve, reject })),
      options,
    );
    const first = value.get();
    loads[0]?.resolve('A1');
    await first;
    world.now = LEASE;
    return { world, loads, value };
  }

  /** One in which a call has waited for the whole of a load, in vain. */
  async function aKnownHang() {
    const hang = await aHang();
    const inVain = hang.value.get();
    hang.loads[1]?.reject(fault);
    expect(await inVain).toBe('A1');
    hang.world.now += PAUSE;
    return hang;
  }

  test('many who ask at once begin one load, and are all given what was last known when it fails', async () => {
    const { loads, value } = await aHang();

    const given = Promise.all(Array.from({ length: 100 }, () => value.get()));
    expect(loads).toHaveLength(2);
    loads[1]?.reject(fault);

    expect(new Set(await given)).toEqual(new Set(['A1']));
    expect(loads).toHaveLength(2);
  });

  test('once that is known, nobody waits for long, and it is asked once a second', async () => {
    const { world, loads, value } = await aKnownHang();
    const started = performance.now();

    for (let second = 0; second < 3; second += 1) {
      for (let call = 0; call < 10; call += 1) expect(await value.get()).toBe('A1');
      world.now += PAUSE;
    }

    expect(loads).toHaveLength(5);
    expect(performance.now() - started).toBeLessThan(3 * PATIENCE + SLACK);
  });

  test('a load that nobody waits for any more is believed all the same', async () => {
    const { loads, value } = await aKnownHang();
    expect(await value.get()).toBe('A1');

    loads[2]?.resolve('A2');
    await new Promise(setImmediate);

    expect(await value.get()).toBe('A2');
  });

  test('the first that answers is waited for again as long as it takes', async () => {
    const { world, loads, value } = await aKnownHang();
    const answered = value.get();
    loads[2]?.resolve('A2');
    expect(await answered).toBe('A2');

    world.now += LEASE;
    const slow = value.get();
    await sleep(PATIENCE + 50);
    loads[3]?.resolve('A3');

    expect(await slow).toBe('A3');
  });

  test('a value that must be read anew is a fault soon, too', async () => {
    const { value } = await aKnownHang();
    const started = performance.now();

    await expect(value.refresh(PAUSE)).rejects.toThrow(StoreUnavailableError);

    expect(performance.now() - started).toBeLessThan(PATIENCE + SLACK);
  });

  test('whoever knows nothing waits, since there is nothing else to give', async () => {
    const { options } = aWorld();
    const { promise, resolve } = Promise.withResolvers<string>();
    const reader = cachedReader({ get: (id: string) => (id === 'a' ? Promise.reject(fault) : promise) }, options);
    await expect(reader.get('a')).rejects.toThrow(fault);

    const waiting = reader.get('b');
    await sleep(PATIENCE + 50);
    resolve('B');

    expect(await waiting).toBe('B');
  });
});

test('of reads under way at once, the one that began last decides, in whatever order they answer or fail', async () => {
  const outcome = fc.record({ delay: fc.nat(100), fails: fc.boolean(), gone: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { minLength: 2, maxLength: 6 }), fc.nat(1), async (outcomes, hasGrace) => {
      const waiting: { order: number; delay: number; settle: () => void }[] = [];
      let begun = 0;
      let isOut = false;
      const get = (): Promise<number | undefined> => {
        const order = begun;
        begun += 1;
        const fault = new StoreUnavailableError('GetItem on Things', { cause: undefined });
        if (isOut) return Promise.reject(fault);
        const { delay = 0, fails = false, gone = false } = outcomes[order] ?? {};
        return new Promise((resolve, reject) => {
          const settle = () => (fails ? reject(fault) : resolve(gone ? undefined : order));
          waiting.push({ order, delay, settle });
        });
      };
      const grace = loggedGrace(hasGrace * GRACE, () => {});
      const reader = cachedReader({ get }, { lease: LEASE, grace, capacity: 3, now: () => 0 });

      const answers = outcomes.map(() => reader.get('a', { fresh: true }).catch(() => 'fault'));
      let newest = -1;
      for (const { order, settle } of waiting.toSorted((one, other) => one.delay - other.delay)) {
        settle();
        const answer = await answers[order];
        if (outcomes[order]?.fails !== true) newest = Math.max(newest, order);
        // Whoever is answered is answered by the newest that is known, or told of a fault; never by what is older.
        if (answer !== 'fault') expect(answer).toBe(outcomes[newest]?.gone === true ? undefined : newest);
      }
      isOut = true;
      const later = await reader.get('a').catch(() => 'fault');
      const isGone = newest === -1 || outcomes[newest]?.gone === true;
      // Without grace an absence that is learnt late may cost what is kept: it is read again.
      if (hasGrace === 0) expect(isGone ? ['fault'] : [newest, 'fault']).toContain(later);
      else if (newest === -1) expect(later).toBe('fault');
      else expect(later).toBe(isGone ? undefined : newest);
    }),
    { numRuns: 300 },
  );
});
