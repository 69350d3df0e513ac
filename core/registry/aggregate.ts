/** What every stored thing of the registry carries besides its own fields. */

export interface AggregateState {
  /** Random, made at creation: a thing that is deleted and made again under the same id is another thing. */
  readonly incarnation: string;
  /** 1 at creation, one more with every change; a write names the revision that it changes. */
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
}
