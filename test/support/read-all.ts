/** Reads a list page by page to its end. */
import { expect } from '@jest/globals';
import type { Lister } from '#core/registry/ports.ts';

export async function readAll<Item>(list: Lister<Item>['list'], limit: number): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await list({ limit, ...(after !== undefined && { after }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
