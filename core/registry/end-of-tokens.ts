/** Ends the tokens of a subscription that were issued so far, as after a leak. */
import type { Subscription } from './subscription.ts';

/**
 * Seconds between the decision to end tokens and the moment from which no signer can have read what was there before: the
 * writing takes four calls of a store at most, and clocks differ. Verifiers must take a token that is dated so far ahead.
 */
const ENDING_TAKES = 10;

/**
 * All tokens that are got before the change is answered end with it; what is got from then on is dated after them.
 *
 * @param now epoch milliseconds
 * @returns its next `tokensNotBefore`, in epoch seconds; always a later one than it has, which tokens since then are dated with
 */
export function endOfTokens({ tokensNotBefore = 0 }: Subscription, now: number): number {
  return Math.max(Math.floor(now / 1_000) + ENDING_TAKES, tokensNotBefore + 1);
}
