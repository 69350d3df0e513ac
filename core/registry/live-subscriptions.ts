/** Whether subscriptions that are not revoked refer to a thing that is to be deleted. */
import type { Page, PageRequest } from './ports.ts';
import type { RegistryFailure } from './registry-failure.ts';
import type { Subscription } from './subscription.ts';

/** Nobody needs a number above it. */
const ENOUGH = 100;
const PAGE = 100;
/** Revoked ones are looked through so far; what is not known to be free counts as in use. */
const MAX_PAGES = 50;

export interface LiveSubscriptions {
  /** Damaged ones are among them. */
  readonly count: number;
  /** Whether there may be more than were counted. */
  readonly more: boolean;
}

/**
 * @param list asks an index, which may lag behind the newest subscriptions: one that is missed opens nothing anyhow
 *   when what it refers to is gone
 * @param refers tells the thing from others that had its id before
 */
export async function countLiveSubscriptions(
  list: (page: PageRequest) => Promise<Page<Subscription>>,
  refers: (subscription: Subscription) => boolean,
): Promise<LiveSubscriptions> {
  let count = 0;
  let after: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const { items, unreadable, next } = await list({ limit: PAGE, ...(after !== undefined && { after }) });
    count += items.filter((item) => item.status !== 'revoked' && refers(item)).length + unreadable.length;
    if (count > ENOUGH) return { count: ENOUGH, more: true };
    if (next === undefined) return { count, more: false };
    after = next;
  }
  return { count, more: true };
}

/** Undefined when nothing is in the way. */
export function refuseInUse(
  { count, more }: LiveSubscriptions,
  kind: 'product' | 'client',
  id: string,
): RegistryFailure | undefined {
  if (count === 0 && !more) return undefined;
  const number = more
    ? `more than ${count} subscriptions`
    : `${count} ${count === 1 ? 'subscription' : 'subscriptions'}`;
  const verb = count === 1 && !more ? 'is' : 'are';
  return {
    reason: 'in_use',
    detail: `The ${kind} has ${number} that ${verb} not revoked and would open nothing without it. Deleting it all the same takes the parameter confirm=${id}.`,
  };
}
