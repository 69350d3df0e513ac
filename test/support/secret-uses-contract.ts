/** What every implementation of the uses of secrets must do; each of them runs this suite. */
import { expect, test } from '@jest/globals';
import type { SecretUses } from '#core/registry/ports.ts';

/** @param freshUses gives an empty one at each call */
export function describeSecretUses(freshUses: () => Promise<SecretUses>): void {
  test('a secret that was not used is absent', async () => {
    const uses = await freshUses();

    expect(await uses.lastUsed('tgk_1')).toEqual(new Map());
  });

  test('each secret of each consumer key has a time of its own', async () => {
    const uses = await freshUses();

    await uses.record('tgk_1', 'first', 1_000);
    await uses.record('tgk_1', 'second', 2_000);
    await uses.record('tgk_2', 'first', 3_000);

    expect(await uses.lastUsed('tgk_1')).toEqual(
      new Map([
        ['first', 1_000],
        ['second', 2_000],
      ]),
    );
    expect(await uses.lastUsed('tgk_2')).toEqual(new Map([['first', 3_000]]));
  });

  test('a time only moves forward', async () => {
    const uses = await freshUses();

    for (const at of [2_000, 1_000, 2_000, 3_000, 2_999]) await uses.record('tgk_1', 'first', at);

    expect(await uses.lastUsed('tgk_1')).toEqual(new Map([['first', 3_000]]));
  });

  test('of uses at once, the latest stays', async () => {
    const uses = await freshUses();
    const times = Array.from({ length: 20 }, (_, index) => 1_000 + ((index * 7) % 20));

    await Promise.all(times.map((at) => uses.record('tgk_1', 'first', at)));

    expect(await uses.lastUsed('tgk_1')).toEqual(new Map([['first', 1_019]]));
  });
}
