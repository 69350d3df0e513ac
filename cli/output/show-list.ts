/** Shows a list that was read from the registry, and says what of it is damaged. */
import { type ReadPage, readPages } from '../registry/read-pages.ts';
import type { Session } from '../session.ts';
import type { Column } from './table.ts';

export const LIST_FLAGS = {
  limit: { kind: 'text', value: 'n', description: 'How many at most (default: all)' },
} as const;

export async function showList<Item>(
  { out }: Session,
  columns: readonly Column<Item>[],
  read: ReadPage<Item>,
  { limit, only = () => true }: { readonly limit?: string | undefined; readonly only?: (item: Item) => boolean },
): Promise<void> {
  const { items, unreadable } = await readPages(read, limit);
  const shown = items.filter(only);
  out.list(shown, columns, { items: shown, ...(unreadable.length > 0 && { unreadable }) });
  for (const id of unreadable) out.talk(`Warning: "${id}" is damaged and was left out.`);
}
