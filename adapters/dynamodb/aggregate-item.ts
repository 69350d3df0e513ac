/** How an aggregate stands in its table: what each kind of item says of itself, and what all of them have in common. */
import type { AggregateState, Change, Idempotency } from '#core/registry/aggregate.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { ITEM_SCHEMA, type ItemFields, itemFields } from './item-fields.ts';

export interface AggregateItem<Aggregate extends AggregateState> {
  readonly table: string;
  /** The table's partition key, which is a field of the aggregate as well. */
  readonly key: string;
  /** @throws UnreadableItemError */
  parse(fields: ItemFields): Aggregate;
}

/** @throws UnreadableItemError that names the first field which is missing or wrong */
export function parseAggregate<Aggregate extends AggregateState>(
  item: AggregateItem<Aggregate>,
  attributes: Readonly<Record<string, unknown>>,
): Aggregate {
  const id = attributes[item.key];
  const fields = itemFields(item.table, typeof id === 'string' ? id : '', attributes);
  if (fields.count('schema') !== ITEM_SCHEMA)
    throw new UnreadableItemError(item.table, fields.text(item.key), 'schema');
  return item.parse(fields);
}

/** Seconds for which a tombstone stays: thirty days, in which the daily sweep finds it many times over. */
const TOMBSTONE_LIFETIME = 30 * 24 * 60 * 60;

/** Times are epoch milliseconds, as in the aggregate; but `timeToLive`, which a tombstone has, is epoch seconds. */
export function aggregateAttributes(aggregate: AggregateState): Record<string, unknown> {
  const { deletedAt } = aggregate;
  return {
    schema: ITEM_SCHEMA,
    ...aggregate,
    ...(deletedAt !== undefined && { timeToLive: Math.ceil(deletedAt / 1_000) + TOMBSTONE_LIFETIME }),
  };
}

export function parseAggregateState(fields: ItemFields): AggregateState {
  return {
    incarnation: fields.text('incarnation'),
    revision: fields.count('revision'),
    createdAt: fields.time('createdAt'),
    changedAt: fields.time('changedAt'),
    lastChange: fields.nested('lastChange', parseChange),
    ...(fields.has('idempotency') && { idempotency: fields.nested('idempotency', parseIdempotency) }),
    ...(fields.has('deletedAt') && { deletedAt: fields.time('deletedAt') }),
  };
}

const DIGEST = /^[0-9a-f]{64}$/;

export function parseChange(fields: ItemFields): Change {
  return {
    action: fields.text('action'),
    principal: fields.text('principal'),
    requestId: fields.text('requestId'),
    at: fields.time('at'),
    ...(fields.has('before') && { before: fields.matching('before', DIGEST) }),
    after: fields.matching('after', DIGEST),
    ...(fields.has('subject') && { subject: fields.text('subject') }),
  };
}

function parseIdempotency(fields: ItemFields): Idempotency {
  return { key: fields.matching('key', DIGEST), request: fields.matching('request', DIGEST) };
}
