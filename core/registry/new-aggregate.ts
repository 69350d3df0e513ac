/** What everything new in the registry starts with. */
import type { AggregateState } from './aggregate.ts';
import type { Clock, RandomBytes } from './ports.ts';

const INCARNATION_BYTES = 16;

export interface NewAggregatePorts {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}

/** The first revision of a thing that never was before, whatever had its id. */
export function newAggregateState({ clock, randomBytes }: NewAggregatePorts): AggregateState {
  const now = clock();
  return { incarnation: randomHex(randomBytes, INCARNATION_BYTES), revision: 1, createdAt: now, changedAt: now };
}

export function randomHex(randomBytes: RandomBytes, count: number): string {
  return Array.from(randomBytes(count), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
