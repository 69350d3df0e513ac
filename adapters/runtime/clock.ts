/** The time of day. */
import type { Clock } from '#core/registry/ports.ts';

/** Looks `Date` up at each call, so that whoever replaces it moves the time. */
export const systemClock: Clock = () => Date.now();
