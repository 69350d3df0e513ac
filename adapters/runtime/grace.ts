/** For how long what was last known is given on while its source cannot be asked, and who is told of that. */
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { describeFault } from './describe-fault.ts';
import type { Log } from './log.ts';

/** Of one source, however many values come from it. */
export interface Grace {
  /** Beyond the lease. 0 gives nothing on. */
  readonly milliseconds: number;
  /** Told each time that something is given on. @param age milliseconds */
  readonly onGiven: (fault: unknown, age: number) => void;
  /** Told each time that the source has answered. */
  readonly onAnswer: () => void;
  /** Told each time that it has not. */
  readonly onOutage: (fault: unknown) => void;
  /** What kept the source from its last answer; undefined when it has answered since. */
  readonly outage: () => unknown;
}

/** A fault of the source is a fault for whoever asks. */
export const NO_GRACE: Grace = silentGrace(0);

export function silentGrace(milliseconds: number): Grace {
  return graceOf(milliseconds, { onGiven: () => {}, onAnswer: () => {} });
}

/** Logs the beginning of each stretch of outage, and its end: not every call in it. */
export function loggedGrace(milliseconds: number, log: Log): Grace {
  let isTold = false;
  return graceOf(milliseconds, {
    onGiven: (fault, age) => {
      if (isTold) return;
      isTold = true;
      const ageSeconds = Math.floor(age / 1_000);
      log('registry unreachable; serving what was last known', { ageSeconds, ...describeFault(fault) });
    },
    onAnswer: () => {
      if (isTold) log('registry reachable again');
      isTold = false;
    },
  });
}

function graceOf(milliseconds: number, { onGiven, onAnswer }: Pick<Grace, 'onGiven' | 'onAnswer'>): Grace {
  let outage: unknown;
  return {
    milliseconds,
    onGiven,
    onAnswer: () => {
      outage = undefined;
      onAnswer();
    },
    onOutage: (fault) => {
      outage = fault;
    },
    outage: () => outage,
  };
}

/** Of all faults only silence leaves what was known as good as it was: a damaged item, for one, is an answer. */
export function isOutage(fault: unknown): boolean {
  return fault instanceof StoreUnavailableError;
}
