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
  /**
   * What made this revision. It is written with the revision, so a change whose audit entry was lost on the way is still
   * known, and whoever finds the entry missing writes it.
   */
  readonly lastChange: Change;
  /** How it was created, when that was asked for with an idempotency key. */
  readonly idempotency?: Idempotency;
  /** Epoch milliseconds. What has it is deleted: nobody sees it any more, and it goes when nobody needs its trace. */
  readonly deletedAt?: number;
}

/** One change as the audit trail tells it; it holds no value of any field. */
export interface Change {
  /** For instance `product.create`, `subscription.pause`, `secret.rotate`, `keys.change`. */
  readonly action: string;
  /** ARN of the IAM principal that asked for it. */
  readonly principal: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** SHA-256, in hex, of what the thing showed of itself before; absent at creation. */
  readonly before?: string;
  /** SHA-256, in hex, of what it shows of itself since. */
  readonly after: string;
  /** What the change was about, where the thing has parts: the id of a secret. */
  readonly subject?: string;
}

export interface Idempotency {
  /** SHA-256, in hex, of principal, route and the key that the caller chose. */
  readonly key: string;
  /** SHA-256, in hex, of the request: the same key with another request is a mistake. */
  readonly request: string;
}
