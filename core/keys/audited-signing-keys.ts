/** Puts the audit trail beside the store of signing keys, such that no change is lost from it wherever a process may die. */
import type { AuditEntry } from '../registry/audit-entry.ts';
import type { AuditTrail } from '../registry/ports.ts';
import type { KeyRecord } from './signing-key.ts';
import type { KeyRecordStore, SigningKeyStore } from './signing-key-store.ts';

export interface KeyAudit {
  readonly audit: Pick<AuditTrail, 'add' | 'ensure'>;
  /** Told of an entry that could not be added to what is done already; it is made up for later. */
  readonly report: (fault: unknown, entry: AuditEntry) => void;
}

/**
 * A key carries the change that made it, so its entry can be written by whoever lists the keys, as the rotation does every
 * hour. A change makes sure of the entry before it, and is not done if it cannot.
 */
export function auditedKeyRecords(store: KeyRecordStore, { audit, report }: KeyAudit): KeyRecordStore {
  const attempt = (key: KeyRecord, write: (entry: AuditEntry) => Promise<void>) => attemptEntry(key, write, report);
  return {
    list: async () => {
      const keys = await store.list();
      await Promise.all(keys.map((key) => attempt(key, audit.ensure)));
      return keys;
    },
    change: async (from, to) => {
      const before = entryOf(from);
      if (before !== undefined) await audit.ensure(before);
      const outcome = await store.change(from, to);
      if (outcome === 'changed') await attempt(to, audit.add);
      return outcome;
    },
  };
}

export function auditedSigningKeys(store: SigningKeyStore, parts: KeyAudit): SigningKeyStore {
  return {
    ...auditedKeyRecords(store, parts),
    create: async (key) => {
      const outcome = await store.create(key);
      if (outcome === 'created') await attemptEntry(key, parts.audit.add, parts.report);
      return outcome;
    },
  };
}

async function attemptEntry(
  key: KeyRecord,
  write: (entry: AuditEntry) => Promise<void>,
  report: KeyAudit['report'],
): Promise<void> {
  const entry = entryOf(key);
  if (entry === undefined) return;
  try {
    await write(entry);
  } catch (thrown) {
    report(thrown, entry);
  }
}

/** A `kid` is never another key's, so it stands for the incarnation as well. */
function entryOf({ kid, revision, lastChange }: KeyRecord): AuditEntry | undefined {
  return lastChange === undefined
    ? undefined
    : { entity: `signing-key/${kid}`, incarnation: kid, revision, ...lastChange };
}
