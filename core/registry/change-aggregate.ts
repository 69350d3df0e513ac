/** Changes a thing that is stored: read, compared with what the caller has seen, decided, and written as the next revision. */
import { failure, type Result, success } from '../result.ts';
import type { AggregateState } from './aggregate.ts';
import { type Caller, describeChange } from './describe-change.ts';
import type { Clock, SecretHasher, Store } from './ports.ts';
import { meets, type Precondition } from './precondition.ts';
import type { RegistryFailure } from './registry-failure.ts';

export interface ChangePorts {
  readonly clock: Clock;
  readonly secretHasher: SecretHasher;
}

/** What a use case decides to make of a thing; the same object when there is nothing to change. */
export type Decision<Item> = Result<
  { readonly next: Item; readonly action: string; readonly subject?: string },
  RegistryFailure
>;

export interface AggregateChange<Item> {
  readonly store: Store<Item>;
  /** Undefined when the text cannot be an id at all; then it is not even looked for. */
  readonly id: string | undefined;
  /** Undefined when the caller states none. */
  readonly ifMatch: Precondition | undefined;
  /** @param now epoch milliseconds, the time of the change */
  readonly decide: (current: Item, now: number) => Decision<Item> | Promise<Decision<Item>>;
  /** What the audit trail tells by digest. */
  readonly show: (item: Item) => object;
}

/** Without a precondition, a change that another one came before is decided a second time. */
const ATTEMPTS = 2;

export async function changeAggregate<Item extends AggregateState>(
  ports: ChangePorts,
  caller: Caller,
  { store, id, ifMatch, decide, show }: AggregateChange<Item>,
): Promise<Result<Item, RegistryFailure>> {
  const isStrict = ifMatch !== undefined && ifMatch !== '*';
  for (let attempt = 1; attempt <= (isStrict ? 1 : ATTEMPTS); attempt += 1) {
    const current = id === undefined ? undefined : await store.get(id);
    if (current === undefined) return failure({ reason: 'not_found' });
    if (!meets(current, ifMatch)) return failure({ reason: 'precondition_failed' });
    const at = ports.clock();
    const decision = await decide(current, at);
    if (!decision.ok) return decision;
    const { next: fields, action, subject } = decision.value;
    if (fields === current) return success(current);
    const revised = { ...fields, revision: current.revision + 1, changedAt: at };
    const before = show(current);
    const after = revised.deletedAt === undefined ? show(revised) : {};
    const more = subject === undefined ? {} : { subject };
    const next: Item = {
      ...revised,
      lastChange: describeChange({ caller, action, at, before, after, ...more }, ports.secretHasher.hash),
    };
    if ((await store.replace(next)) === 'replaced') return success(next);
  }
  if (isStrict) return failure({ reason: 'precondition_failed' });
  return failure({ reason: 'conflict', detail: 'Others are changing it at this moment; try again.' });
}
