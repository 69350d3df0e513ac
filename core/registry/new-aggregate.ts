/** What everything new in the registry starts with. */
import type { AggregateState } from './aggregate.ts';
import { type Caller, describeChange } from './describe-change.ts';
import type { Clock, RandomBytes, SecretHasher } from './ports.ts';

const INCARNATION_BYTES = 16;

export interface NewAggregatePorts {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly secretHasher: SecretHasher;
}

/**
 * The first revision of a thing that never was before, whatever had its id.
 *
 * @param fields what is created, for its digest in the audit trail
 */
export function newAggregateState(
  { clock, randomBytes, secretHasher }: NewAggregatePorts,
  caller: Caller,
  action: string,
  fields: object,
): AggregateState {
  const at = clock();
  return {
    incarnation: randomHex(randomBytes, INCARNATION_BYTES),
    revision: 1,
    createdAt: at,
    changedAt: at,
    lastChange: describeChange({ caller, action, at, after: fields }, secretHasher.hash),
  };
}

export function randomHex(randomBytes: RandomBytes, count: number): string {
  return Array.from(randomBytes(count), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
