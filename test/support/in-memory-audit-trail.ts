/** The audit trail in memory: it takes each entry once, and gives nothing away that could be changed. */
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import type { AuditTrail, Page, PageRequest } from '#core/registry/ports.ts';

export type InMemoryAuditTrail = AuditTrail & {
  /** Every entry, in the order in which they were added. */
  all(): readonly AuditEntry[];
};

export function inMemoryAuditTrail(): InMemoryAuditTrail {
  const entries = new Map<string, AuditEntry>();
  const add = async (entry: AuditEntry) => {
    const key = keyOf(entry);
    if (!entries.has(key)) entries.set(key, structuredClone(entry));
  };
  const all = () => [...entries.values()].map((entry) => structuredClone(entry));
  return {
    add,
    ensure: add,
    listOfEntity: async (entity, page) =>
      pageOf(
        all().filter((entry) => entry.entity === entity),
        page,
      ),
    listOfDay: async (day, page) =>
      pageOf(
        all().filter(({ at }) => new Date(at).toISOString().startsWith(day)),
        page,
      ),
    all,
  };
}

function keyOf({ entity, incarnation, revision }: AuditEntry): string {
  return `${entity}#${incarnation}#${revision}`;
}

/** Newest first; what happened in one millisecond, by its place in the trail. */
function pageOf(entries: readonly AuditEntry[], { limit, after }: PageRequest): Page<AuditEntry> {
  const placeOf = (entry: AuditEntry) =>
    `${String(entry.at).padStart(16, '0')}_${String(entry.revision).padStart(10, '0')}_${entry.incarnation}`;
  const sorted = entries.toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
  const rest = after === undefined ? sorted : sorted.filter((entry) => placeOf(entry) < after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, unreadable: [], ...(rest.length > limit && last !== undefined && { next: placeOf(last) }) };
}
