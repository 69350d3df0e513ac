/** A client: who calls. */
import type { AggregateState } from './aggregate.ts';
import type { Attributes } from './attributes.ts';

export interface Client extends AggregateState {
  /** Chosen by the operator: lower-case letters, digits, `.`, `_`, `-`. */
  readonly clientId: string;
  readonly displayName: string;
  readonly email: string;
  /** A disabled client gets no token, and its tokens open nothing. */
  readonly status: 'active' | 'disabled';
  readonly attributes: Attributes;
}
