/** How an entry of the audit trail stands in the table AuditTrail, under keys that follow from what it says. */
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { parseChange } from './aggregate-item.ts';
import { ITEM_SCHEMA, itemFields } from './item-fields.ts';

const TABLE = 'AuditTrail';

/** The table's own key: one entry for every revision. */
export function auditEntryKey({ entity, incarnation, revision }: AuditEntry) {
  return { entityIncarnation: `${entity}#${incarnation}`, revision };
}

export function auditEntryAttributes(entry: AuditEntry): Record<string, unknown> {
  return { schema: ITEM_SCHEMA, ...entry, ...auditEntryKey(entry), ...indexKeys(entry) };
}

/** @throws UnreadableItemError also when the entry stands under keys of another one: then it was not written by us */
export function parseAuditEntry(attributes: Readonly<Record<string, unknown>>): AuditEntry {
  const { entityIncarnation: key } = attributes;
  const id = typeof key === 'string' ? key : '';
  const fields = itemFields(TABLE, id, attributes);
  if (fields.count('schema') !== ITEM_SCHEMA) throw new UnreadableItemError(TABLE, id, 'schema');
  const entry: AuditEntry = {
    entity: fields.text('entity'),
    incarnation: fields.text('incarnation'),
    revision: fields.count('revision'),
    ...parseChange(fields),
  };
  for (const [name, value] of Object.entries({ ...auditEntryKey(entry), ...indexKeys(entry) })) {
    if (attributes[name] !== value) throw new UnreadableItemError(TABLE, id, name);
  }
  return entry;
}

/**
 * `moment` sorts by time and, within a millisecond, by revision; no two entries have the same one. It is made of
 * characters that need no escape anywhere, since pages end at it.
 */
function indexKeys({ at, revision, incarnation }: AuditEntry) {
  const [day = ''] = new Date(at).toISOString().split('T');
  const moment = `${String(at).padStart(16, '0')}_${String(revision).padStart(10, '0')}_${incarnation}`;
  return { day, moment };
}
