/** What everything new in the registry starts with, and how it is stored at most once. */
import { failure, type Result, success } from '../result.ts';
import type { AggregateState, Idempotency } from './aggregate.ts';
import { type Caller, describeChange } from './describe-change.ts';
import { recognise } from './idempotency.ts';
import type { Clock, RandomBytes, SecretHasher, Store } from './ports.ts';
import type { RegistryFailure } from './registry-failure.ts';

const INCARNATION_BYTES = 16;

export interface NewAggregatePorts {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly secretHasher: SecretHasher;
}

/** What was created, or what an earlier request with the same idempotency key did. */
export interface Created<Item> {
  readonly item: Item;
  readonly replayed: boolean;
}

export interface Creation<Item> {
  readonly store: Store<Item>;
  readonly id: string;
  /** The field that holds the id. */
  readonly idField: string;
  readonly idempotency: Idempotency | undefined;
  /** Is asked for the item only when it is not known already. */
  readonly make: () => Promise<Result<Item, RegistryFailure>>;
}

export async function createAggregate<Item extends AggregateState>({
  store,
  id,
  idField,
  idempotency,
  make,
}: Creation<Item>): Promise<Result<Created<Item>, RegistryFailure>> {
  const earlier = idempotency === undefined ? undefined : await findEarlier(store, id, idempotency);
  if (earlier !== undefined) return earlier;
  const made = await make();
  if (!made.ok) return made;
  if ((await store.create(made.value)) === 'created') return success({ item: made.value, replayed: false });
  return (
    (await findEarlier(store, id, idempotency)) ?? failure<RegistryFailure>({ reason: 'exists', field: idField, id })
  );
}

/**
 * The first revision of a thing that never was before, whatever had its id.
 *
 * @param show what the audit trail tells by digest
 */
export function newAggregate<Fields extends object>(
  { clock, randomBytes, secretHasher }: NewAggregatePorts,
  {
    caller,
    action,
    idempotency,
  }: { readonly caller: Caller; readonly action: string; readonly idempotency: Idempotency | undefined },
  fields: Fields,
  show: (item: Fields & Omit<AggregateState, 'lastChange'>) => object,
): Fields & AggregateState {
  const at = clock();
  const item = {
    ...fields,
    incarnation: randomHex(randomBytes, INCARNATION_BYTES),
    revision: 1,
    createdAt: at,
    changedAt: at,
    ...(idempotency !== undefined && { idempotency }),
  };
  return { ...item, lastChange: describeChange({ caller, action, at, after: show(item) }, secretHasher.hash) };
}

export function randomHex(randomBytes: RandomBytes, count: number): string {
  return Array.from(randomBytes(count), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function findEarlier<Item extends AggregateState>(
  store: Store<Item>,
  id: string,
  idempotency: Idempotency | undefined,
): Promise<Result<Created<Item>, RegistryFailure> | undefined> {
  const found = idempotency === undefined ? undefined : await store.get(id);
  const kind = found === undefined ? 'other' : recognise(found, idempotency);
  if (found === undefined || kind === 'other') return undefined;
  if (kind === 'reused') return failure<RegistryFailure>({ reason: 'idempotency_key_reused' });
  return success({ item: found, replayed: true });
}
