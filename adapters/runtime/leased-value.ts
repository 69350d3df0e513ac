/** A value that is loaded when needed and kept for a time that no amount of use prolongs. */
import type { Clock } from '#core/registry/ports.ts';
import { steadyClock } from './clock.ts';
import { type Grace, isOutage } from './grace.ts';
import { within } from './within.ts';

export interface LeasedValue<Value> {
  /** The value, not older than its lease; while its source cannot be asked, not older than lease and grace together. */
  get(): Promise<Value>;
  /** A value loaded after this call, or less than `pause` milliseconds before it. There is no grace. */
  refresh(pause: number): Promise<Value>;
}

export interface LeaseOptions<Value> {
  /** Milliseconds; checked by the clock at each use, since a frozen function runs no timers. */
  readonly lease: number;
  /** Without a default: whoever wants no grace says so. */
  readonly grace: Grace;
  readonly now: Clock;
  /** Milliseconds that pass whatever the time of day is set to. @default - those of the process */
  readonly steady?: Clock;
  /** Whether a value is used again while its source can be asked. @default - each is */
  readonly isReusable?: (value: Value) => boolean;
}

/** By the time of day, and by the clock that runs steadily. */
interface Moment {
  readonly day: number;
  readonly run: number;
}

/**
 * Milliseconds from the beginning of one attempt to load to that of the next one. Before that, a source in trouble is not
 * pressed as long as what was last known is there. After that, nobody new waits for an attempt that is still under way:
 * it may have been so while the function was frozen, and says nothing of the source as it is now.
 */
const RETRY_PAUSE = 1_000;

/**
 * Milliseconds that a source which is out of order is waited for while what was last known is there: enough for one that
 * is back, and a call is not kept by one that hangs.
 */
export const PATIENCE = 200;

/** However many ask at once, one load is begun. The age counts from when loading began, and from nothing else. */
export function leasedValue<Value>(
  load: () => Promise<Value>,
  { lease, grace, now, steady = steadyClock, isReusable = () => true }: LeaseOptions<Value>,
): LeasedValue<Value> {
  let held: { readonly value: Value; readonly loadedAt: Moment } | undefined;
  let failed: { readonly fault: unknown; readonly at: Moment } | undefined;
  let loading: { readonly promise: Promise<Value>; readonly startedAt: Moment } | undefined;
  let begun = 0;
  /** Which load has taught the newest: of two at once, the one that began later knows better. */
  let learnt = 0;

  const moment = (): Moment => ({ day: now(), run: steady() });
  /** Milliseconds, by the clock that says more: one may be set back, and the other may stand still with a frozen function. */
  const since = ({ day, run }: Moment) => Math.max(Math.abs(now() - day), steady() - run);

  function reload(): Promise<Value> {
    begun += 1;
    const order = begun;
    const startedAt = moment();
    const promise = attempt(order, startedAt).finally(() => {
      if (order === begun) loading = undefined;
    });
    loading = { promise, startedAt };
    return promise;
  }

  async function attempt(order: number, startedAt: Moment): Promise<Value> {
    try {
      const value = await load();
      grace.onAnswer();
      if (order < learnt) return held === undefined ? value : held.value;
      learnt = order;
      held = { value, loadedAt: startedAt };
      failed = undefined;
      return value;
    } catch (fault) {
      if (order < learnt) {
        if (held !== undefined) return held.value;
      } else if (isOutage(fault)) {
        grace.onOutage(fault);
        failed = { fault, at: startedAt };
      } else {
        grace.onAnswer();
        learnt = order;
        held = undefined;
      }
      throw fault;
    }
  }

  /** What is under way may have begun before what made the caller ask. */
  function loaded(limit: number): Promise<Value> {
    const longest = Math.min(limit, RETRY_PAUSE);
    return loading !== undefined && since(loading.startedAt) < longest ? loading.promise : reload();
  }

  /** Whoever has something to go by does not wait long for a source that gave no answer when it was last asked. */
  async function awaited(load: Promise<Value>): Promise<Value> {
    const fault = grace.outage();
    if (grace.milliseconds === 0 || held === undefined || fault === undefined) return load;
    const startedAt = loading?.startedAt ?? moment();
    const outcome = await within(
      PATIENCE,
      load.then((value) => ({ value })),
    );
    if (outcome !== 'late') return outcome.value;
    failed = { fault, at: startedAt };
    throw fault;
  }

  function isPausing(): boolean {
    return grace.milliseconds > 0 && held !== undefined && failed !== undefined && since(failed.at) < RETRY_PAUSE;
  }

  function lastKnown(fault: unknown): Value {
    const limit = grace.milliseconds === 0 ? 0 : lease + grace.milliseconds;
    if (held === undefined || since(held.loadedAt) >= limit) throw fault;
    grace.onGiven(fault, since(held.loadedAt));
    return held.value;
  }

  return {
    async get() {
      if (held !== undefined && since(held.loadedAt) < lease && isReusable(held.value)) return held.value;
      if (isPausing()) return lastKnown(failed?.fault);
      try {
        // Those who ask within the same millisecond share a load even without a lease.
        return await awaited(loaded(Math.max(lease, 1)));
      } catch (fault) {
        return lastKnown(fault);
      }
    },
    async refresh(pause) {
      if (held !== undefined && since(held.loadedAt) < pause) return held.value;
      if (pause > 0 && isPausing()) throw failed?.fault;
      return awaited(loaded(pause));
    },
  };
}
