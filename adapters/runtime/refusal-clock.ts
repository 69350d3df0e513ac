/** Lets refusals leave at set times after their requests came, so that the time it took to find the reason tells nobody which it is. */
import { setTimeout } from 'node:timers/promises';

/** Started with a request. Waits until the next whole number of periods since. */
export type RefusalClock = () => Promise<void>;

/** Milliseconds at the end of a wait, in which the thread sleeps to the microsecond and does nothing else. */
const FINISH = 2;

/** What nobody ever changes, to be waited for in vain. */
const nothing = new Int32Array(new SharedArrayBuffer(4));

/**
 * A timer alone would not do: it is set to whole milliseconds from whenever the thread has nothing left to do, and so ends
 * later by as much as the reason took to find.
 *
 * @param period milliseconds; longer than it takes to find a reason, as a rule, since one period can be told from two
 */
export function startRefusalClock(period: number): RefusalClock {
  const started = performance.now();
  return async () => {
    const end = started + Math.ceil((performance.now() - started) / period) * period;
    const wait = end - performance.now() - FINISH;
    if (wait > 0) await setTimeout(wait);
    Atomics.wait(nothing, 0, 0, Math.max(0, end - performance.now()));
  };
}
