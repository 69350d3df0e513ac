/** Entity tags: which state of a thing a change was decided upon (RFC 9110 §8.8.3, §13.1.1). */
import type { AggregateState } from './aggregate.ts';

/** Tags without their quotes, of which one must be the thing's; or `*`, which any state meets. */
export type Precondition = '*' | readonly string[];

/** Without quotes. A thing made again under its id has another, whatever its revision. */
export function entityTag({ revision, incarnation }: Pick<AggregateState, 'revision' | 'incarnation'>): string {
  return `${revision}-${incarnation.slice(0, 8)}`;
}

/** @param precondition undefined when the caller states none */
export function meets(
  aggregate: Pick<AggregateState, 'revision' | 'incarnation'>,
  precondition: Precondition | undefined,
): boolean {
  return precondition === undefined || precondition === '*' || precondition.includes(entityTag(aggregate));
}
