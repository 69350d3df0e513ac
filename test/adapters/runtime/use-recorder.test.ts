import { expect, test } from '@jest/globals';
import { useRecorder } from '#adapters/runtime/use-recorder.ts';

function aRecorder(record: (at: number) => Promise<void> = async () => {}) {
  const world = { now: 0, records: [] as [string, string, number][], logged: 0 };
  const recorder = useRecorder({
    secretUses: {
      record: async (consumerKey, secretId, at) => {
        world.records.push([consumerKey, secretId, at]);
        await record(at);
      },
    },
    now: () => world.now,
    log: () => {
      world.logged += 1;
    },
  });
  return { world, recorder };
}

test('a secret is recorded at most every 15 minutes, each secret by itself', async () => {
  const { world, recorder } = aRecorder();

  await recorder('k', 'a');
  await recorder('k', 'b');
  world.now = 15 * 60_000 - 1;
  await recorder('k', 'a');
  world.now = 15 * 60_000;
  await recorder('k', 'a');

  expect(world.records).toEqual([
    ['k', 'a', 0],
    ['k', 'b', 0],
    ['k', 'a', 900_000],
  ]);
});

test('a store that hangs keeps nobody waiting for long', async () => {
  const { recorder } = aRecorder(() => new Promise(() => {}));
  const started = performance.now();

  await recorder('k', 'a');

  expect(performance.now() - started).toBeLessThan(500);
});

test('a store that fails fails nothing, is reported, and is asked again at the next use', async () => {
  const { world, recorder } = aRecorder((at) =>
    at === 0 ? Promise.reject(new Error('throttled')) : Promise.resolve(),
  );

  await recorder('k', 'a');
  world.now = 1;
  await recorder('k', 'a');

  expect(world.logged).toBe(1);
  expect(world.records).toHaveLength(2);
});
