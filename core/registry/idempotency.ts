/** Idempotency keys: a request that is sent again with the key that it had is known again, and does nothing twice. */
import type { AggregateState, Idempotency } from './aggregate.ts';
import type { Caller, Digest } from './describe-change.ts';

export interface IdempotentRequest {
  readonly caller: Caller;
  /** What is asked for, and of what: the same key means another request elsewhere. */
  readonly route: string;
  /** As the caller chose it; undefined when it chose none. */
  readonly key: string | undefined;
  readonly body: object;
}

export function idempotencyOf(request: IdempotentRequest, digest: Digest): Idempotency | undefined {
  const { caller, route, key, body } = request;
  if (key === undefined) return undefined;
  return {
    key: digest(JSON.stringify(['idempotency', caller.principal, route, key])),
    request: digest(canonicalJson(body)),
  };
}

/** Whether a stored thing was made by this very request, by another one with its key, or by something else. */
export function recognise(
  found: Pick<AggregateState, 'idempotency'>,
  idempotency: Idempotency | undefined,
): 'replay' | 'reused' | 'other' {
  if (idempotency === undefined || found.idempotency?.key !== idempotency.key) return 'other';
  return found.idempotency.request === idempotency.request ? 'replay' : 'reused';
}

/** JSON with the fields of every object in one order: a retry may be put together anew. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, nested: unknown) =>
    typeof nested === 'object' && nested !== null && !Array.isArray(nested)
      ? Object.fromEntries(Object.entries(nested).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : nested,
  );
}
