/** Reads a list of the registry to its end, or until there is enough. */
import { usageError } from '../cli-error.ts';

export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
  /** Ids of damaged items that were left out. */
  readonly unreadable?: readonly string[];
}

export type ReadPage<Item> = (page: {
  readonly limit: string;
  readonly cursor: string | undefined;
}) => Promise<{ readonly body: ListPage<Item> }>;

const LARGEST_PAGE = 100;

/** @param limit how many items at most; as it was typed @default - all of them */
export async function readPages<Item>(
  read: ReadPage<Item>,
  limit?: string,
): Promise<Required<Omit<ListPage<Item>, 'nextCursor'>>> {
  const wanted = limit === undefined ? Number.POSITIVE_INFINITY : readLimit(limit);
  const items: Item[] = [];
  const unreadable: string[] = [];
  let cursor: string | undefined;
  do {
    const size = Math.min(LARGEST_PAGE, wanted - items.length);
    const { body } = await read({ limit: String(size), cursor });
    items.push(...body.items);
    unreadable.push(...(body.unreadable ?? []));
    cursor = body.nextCursor;
  } while (cursor !== undefined && items.length < wanted);
  return { items, unreadable };
}

function readLimit(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw usageError(`--limit wants a whole number from 1 on, not "${text}".`);
  return Number(text);
}
