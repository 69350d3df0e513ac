/** Puts an audit trail beside a store, such that no change is lost from it wherever a process may die. */
import type { AggregateState } from './aggregate.ts';
import { type AuditEntry, auditEntryOf } from './audit-entry.ts';
import type { AuditedKind } from './audited-kind.ts';
import type { AuditTrail, Store } from './ports.ts';

/** A store that shows its tombstones to whoever must not bury one unaudited. */
export interface AuditableStore<Item> extends Store<Item> {
  /** Reads what is there, deleted or not. */
  latest(id: string): Promise<Item | undefined>;
  /** Creates an item, if nothing is there under its id but perhaps this tombstone. */
  createOver(item: Item, tombstone: Item | undefined): Promise<'created' | 'exists'>;
}

export interface AuditedStoreParts<Item> {
  readonly kind: AuditedKind<Item>;
  readonly store: AuditableStore<Item>;
  readonly audit: Pick<AuditTrail, 'add' | 'ensure'>;
  /** Told of an entry that could not be added to what is done already; it is made up for later. */
  readonly report: (fault: unknown, entry: AuditEntry) => void;
}

/**
 * An item carries the change that made it, so its entry can be written by whoever meets it. Whatever would overwrite an
 * item makes sure of that entry first, and is not done if it cannot; the entry of its own change comes after the write.
 * If that fails, the change stands and is answered as done: the next reader or writer adds the entry, or the sweep.
 *
 * It is for those who manage the registry. Who only reads it for a token or a call needs no audit trail.
 */
export function auditedStore<Item extends AggregateState>({
  kind: { kind, idOf },
  store,
  audit,
  report,
}: AuditedStoreParts<Item>): Store<Item> {
  const entryOf = (item: Item) => auditEntryOf(kind, idOf(item), item);

  /** For what is safe already: the item says what its entry must be. */
  const attempt = async (entry: AuditEntry, write: (entry: AuditEntry) => Promise<void>) => {
    try {
      await write(entry);
    } catch (thrown) {
      report(thrown, entry);
    }
  };

  /** @throws what the store or the audit trail throws: then nothing may be written over it */
  const latestWithEntry = async (id: string) => {
    const found = await store.latest(id);
    if (found !== undefined) await audit.ensure(entryOf(found));
    return found;
  };

  return {
    get: async (id) => {
      const item = await store.get(id);
      if (item !== undefined) await attempt(entryOf(item), audit.ensure);
      return item;
    },
    create: async (item) => {
      const found = await latestWithEntry(idOf(item));
      if (found !== undefined && found.deletedAt === undefined) return 'exists';
      const outcome = await store.createOver(item, found);
      if (outcome === 'created') await attempt(entryOf(item), audit.add);
      return outcome;
    },
    replace: async (next) => {
      await latestWithEntry(idOf(next));
      const outcome = await store.replace(next);
      if (outcome === 'replaced') await attempt(entryOf(next), audit.add);
      return outcome;
    },
  };
}
