/** A product: the API projects and the scopes that are sold together. */
import type { AggregateState } from './aggregate.ts';

export interface Product extends AggregateState {
  /** Chosen by the operator: lower-case letters, digits, `.`, `_`, `-`. */
  readonly productId: string;
  readonly displayName: string;
  readonly description?: string;
  /** The API projects that a subscription to this product opens. */
  readonly projects: readonly ProductProject[];
  /** The scopes that tokens may hold. A token request without `scope` is granted all of them. */
  readonly scopes: readonly string[];
}

export interface ProductProject {
  readonly projectId: string;
}
