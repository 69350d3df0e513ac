/** The time of day, and a clock that nobody sets. */
import type { Clock } from '#core/registry/ports.ts';

/** Looks `Date` up at each call, so that whoever replaces it moves the time. */
export const systemClock: Clock = () => Date.now();

/** Milliseconds since the process began; says nothing of the time of day. */
export const steadyClock: Clock = () => performance.now();
