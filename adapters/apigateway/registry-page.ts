/** Reads one page of a list, between the cursor that came in and the one that goes out. */
import type { Lister } from '#core/registry/ports.ts';
import type { RegistryFailure } from '#core/registry/registry-failure.ts';
import type { UnreadableItemError } from '#core/registry/store-faults.ts';
import { failure, type Result, success } from '#core/result.ts';
import { formatCursor, parseCursor } from './registry-cursor.ts';

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

export interface ListedPage {
  readonly body: object;
  readonly unreadable: readonly UnreadableItemError[];
}

/** @param listName tells this list, with its filter, from every other one */
export async function listPage<Item>(
  listName: string,
  { limit, cursor }: PageQuery,
  list: Lister<Item>['list'],
  toWire: (item: Item) => unknown,
): Promise<Result<ListedPage, RegistryFailure>> {
  const after = cursor === undefined ? undefined : parseCursor(listName, cursor);
  if (cursor !== undefined && after === undefined) {
    return failure({ reason: 'invalid', errors: [{ field: 'cursor', message: 'is no cursor of this list' }] });
  }
  const { items, unreadable, next } = await list({ limit, ...(after !== undefined && { after }) });
  const body = {
    items: items.map(toWire),
    ...(next !== undefined && { nextCursor: formatCursor(listName, next) }),
    ...(unreadable.length > 0 && { unreadable: unreadable.map(({ id }) => id) }),
  };
  return success({ body, unreadable });
}
