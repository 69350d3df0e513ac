/** Does a function's first work while it starts, when Lambda gives it a whole processor; never keeps it from starting. */
import { within } from './within.ts';

/** Milliseconds: longer than what is primed may take, so that nothing of it is frozen half-way. Lambda allows 10 seconds. */
export const PRIMING_BUDGET = 3_000;

/**
 * @param work what the first call would otherwise wait for: connections, credentials, keys
 * @param budget milliseconds after which the function starts all the same
 */
export async function prime(work: readonly (() => Promise<unknown>)[], budget = PRIMING_BUDGET): Promise<void> {
  await within(budget, Promise.allSettled(work.map(async (one) => one())));
}
