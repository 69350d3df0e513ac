/** What every implementation of the uses of assertions must do; each of them runs this suite. */
import { expect, test } from '@jest/globals';
import type { AssertionUse, AssertionUses } from '#core/oauth/assertion-uses.ts';

export function aUse(fields: Partial<AssertionUse> = {}): AssertionUse {
  return { consumerKey: 'tgk_1', assertionId: 'one', endsAt: 1_767_323_645.5, useId: 'use-1', ...fields };
}

/** @param freshUses gives an empty one at each call */
export function describeAssertionUses(freshUses: () => Promise<AssertionUses>): void {
  test('the first use of an assertion is the first, and no later one', async () => {
    const uses = await freshUses();

    expect(await uses.use(aUse())).toBe(true);
    expect(await uses.use(aUse({ useId: 'use-2' }))).toBe(false);
    expect(await uses.use(aUse({ useId: 'use-3', endsAt: 1_767_400_000 }))).toBe(false);
  });

  test('of fifty uses at once one is the first', async () => {
    const uses = await freshUses();

    const all = await Promise.all(Array.from({ length: 50 }, (_, index) => uses.use(aUse({ useId: `use-${index}` }))));

    expect(all.filter((first) => first)).toHaveLength(1);
  });

  test('an attempt that is made again, because its answer was lost, is still the first', async () => {
    const uses = await freshUses();

    expect(await uses.use(aUse())).toBe(true);
    expect(await uses.use(aUse())).toBe(true);
  });

  test('each client has ids of its own, and any text is one', async () => {
    const uses = await freshUses();

    for (const assertionId of ['.', '__proto__', '😀'.repeat(128), ' ', 'a'.repeat(256), 'ONE']) {
      for (const consumerKey of ['tgk_1', 'tgk_2']) {
        const one = aUse({ consumerKey, assertionId });
        expect(await uses.use(one)).toBe(true);
        expect(await uses.use({ ...one, useId: 'another' })).toBe(false);
      }
    }
  });
}
