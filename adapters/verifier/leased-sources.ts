/** The sources that a verifier judges by, each read again when its lease is over, and given grace while it cannot be. */
import type { AuthorizeRequestDependencies } from '#core/access/authorize-request.ts';
import type { Clock } from '#core/registry/ports.ts';
import type { PublicKeySet, PublicKeys } from '../jwt/read-signed-token.ts';
import { type CachedReaderOptions, cachedReader } from '../runtime/cached-reader.ts';
import { cachedRevocations } from '../runtime/cached-revocations.ts';
import { loggedGrace } from '../runtime/grace.ts';
import { leasedValue } from '../runtime/leased-value.ts';
import type { Log } from '../runtime/log.ts';
import type { ReadKind } from '../runtime/read-counts.ts';

type Registry = Pick<AuthorizeRequestDependencies, 'subscriptions' | 'clients' | 'products' | 'revocations'>;

export interface LeasedSourcesOptions {
  /** Milliseconds that what was read may be reused. */
  readonly lease: number;
  /** Milliseconds beyond the lease in which it counts on, while its source cannot be asked. */
  readonly grace: number;
  readonly now: Clock;
  readonly log: Log;
  /** Told of each reading of the registry. @default - nobody is */
  readonly count?: (kind: ReadKind) => void;
}

/** Items of one kind at most. */
const CAPACITY = 10_000;

/**
 * Keys are given grace as well: of those last read, none was known to be revoked, and a token of any other key makes them
 * be read anew, for which there is no grace.
 */
export function leasedSources(
  { keys, subscriptions, clients, products, revocations }: Registry & { readonly keys: () => Promise<PublicKeySet> },
  { lease, grace, now, log, count }: LeasedSourcesOptions,
): Registry & { readonly keys: PublicKeys } {
  /** Each its own: one table may be out while the others answer. */
  const options = (): CachedReaderOptions => ({
    lease,
    grace: loggedGrace(grace, log),
    capacity: CAPACITY,
    now,
    ...(count !== undefined && { count }),
  });
  return {
    keys: leasedValue(keys, options()),
    subscriptions: cachedReader(subscriptions, options()),
    clients: cachedReader(clients, options()),
    products: cachedReader(products, options()),
    revocations: cachedRevocations(revocations, options()),
  };
}
