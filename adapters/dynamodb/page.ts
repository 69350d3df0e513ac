/** Turns one answer of Scan or Query into a page, leaving out the items that cannot be read. */
import type { AggregateState } from '#core/registry/aggregate.ts';
import type { Page, PageRequest } from '#core/registry/ports.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { type AggregateItem, parseAggregate } from './aggregate-item.ts';

type Attributes = Readonly<Record<string, unknown>>;

export interface ListAnswer {
  readonly Items?: readonly Attributes[] | undefined;
  readonly LastEvaluatedKey?: Attributes | undefined;
}

export function pageOf<Aggregate extends AggregateState>(
  item: AggregateItem<Aggregate>,
  { Items: found = [], LastEvaluatedKey: last }: ListAnswer,
  { deleted = false }: Pick<PageRequest, 'deleted'>,
): Page<Aggregate> {
  const { items, unreadable } = parseEach(found, (attributes) => parseAggregate(item, attributes));
  const listed = items.filter(({ deletedAt }) => deleted || deletedAt === undefined);
  const next = last?.[item.key];
  return { items: listed, unreadable, ...(typeof next === 'string' && { next }) };
}

/** @param parse throws an UnreadableItemError at what it cannot read */
export function parseEach<Item>(
  found: readonly Attributes[],
  parse: (attributes: Attributes) => Item,
): Pick<Page<Item>, 'items' | 'unreadable'> {
  const items: Item[] = [];
  const unreadable: UnreadableItemError[] = [];
  for (const attributes of found) {
    try {
      items.push(parse(attributes));
    } catch (thrown) {
      if (!(thrown instanceof UnreadableItemError)) throw thrown;
      unreadable.push(thrown);
    }
  }
  return { items, unreadable };
}
