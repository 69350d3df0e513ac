/** For how long what was last known is given on while its source cannot be asked, and who is told of that. */
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { describeFault, type Log } from './log.ts';

export interface Grace {
  /** Beyond the lease. 0 gives nothing on. */
  readonly milliseconds: number;
  /** Told each time that something is given on. @param age milliseconds */
  readonly onGiven: (fault: unknown, age: number) => void;
  /** Told each time that the source has answered. */
  readonly onAnswer: () => void;
}

/** A fault of the source is a fault for whoever asks. */
export const NO_GRACE: Grace = silentGrace(0);

export function silentGrace(milliseconds: number): Grace {
  return { milliseconds, onGiven: () => {}, onAnswer: () => {} };
}

/** Logs the beginning of each stretch of outage, and its end: not every call in it. For one source. */
export function loggedGrace(milliseconds: number, log: Log): Grace {
  let isOut = false;
  return {
    milliseconds,
    onGiven: (fault, age) => {
      if (isOut) return;
      isOut = true;
      const ageSeconds = Math.floor(age / 1_000);
      log('ERROR', 'registry unreachable; serving what was last known', { ageSeconds, ...describeFault(fault) });
    },
    onAnswer: () => {
      if (isOut) log('INFO', 'registry reachable again');
      isOut = false;
    },
  };
}

/** Of all faults only silence leaves what was known as good as it was: a damaged item, for one, is an answer. */
export function isOutage(fault: unknown): boolean {
  return fault instanceof StoreUnavailableError;
}
