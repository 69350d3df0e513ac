/** Ends the tokens of a subscription that were issued so far, as after a leak. */
import type { Subscription } from './subscription.ts';

/**
 * A token made in this very second carries it as its time of issue, and is to end as well.
 *
 * @param now epoch milliseconds
 * @returns its next `tokensNotBefore`, in epoch seconds; never an earlier one than it has
 */
export function endOfTokens({ tokensNotBefore = 0 }: Subscription, now: number): number {
  return Math.max(Math.floor(now / 1_000) + 1, tokensNotBefore);
}
