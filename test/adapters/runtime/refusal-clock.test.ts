import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { startRefusalClock } from '#adapters/runtime/refusal-clock.ts';

const PERIOD = 10;

/** Milliseconds after which a refusal leaves whose reason takes so long to find. */
async function leavesAfter(work: number): Promise<number> {
  const started = performance.now();
  const nextTick = startRefusalClock(PERIOD);
  while (performance.now() - started < work);
  await nextTick();
  return performance.now() - started;
}

test.each([
  [0.1, 10],
  [3.5, 10],
  [9.5, 10],
  [10.5, 20],
  [13.2, 20],
])('a reason that is found after %d ms is told after %i, to a fraction of a millisecond', async (work, told) => {
  const times: number[] = [];
  for (let attempt = 0; attempt < 20; attempt += 1) times.push(await leavesAfter(work));

  // A busy machine lets nothing be earlier, but much be later.
  const earliest = Math.min(...times);
  expect(earliest).toBeGreaterThanOrEqual(told);
  expect(earliest).toBeLessThan(told + 0.5);
});

test('two that wait at once leave at their own times', async () => {
  const first = leavesAfter(0);
  await setTimeout(5);
  const second = leavesAfter(0);

  expect(await first).toBeGreaterThanOrEqual(PERIOD);
  expect(await second).toBeGreaterThanOrEqual(PERIOD);
});
