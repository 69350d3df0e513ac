/** Entries of the audit trail: one for every revision of everything in the registry. */
import type { AggregateState, Change } from './aggregate.ts';

export interface AuditEntry extends Change {
  /** For instance `product/starter`, `client/acme`, `subscription/tgk_…`. */
  readonly entity: string;
  readonly incarnation: string;
  readonly revision: number;
}

export type EntityKind = 'product' | 'client' | 'subscription';

/** The entry of an aggregate's latest revision. */
export function auditEntryOf(kind: EntityKind, id: string, aggregate: AggregateState): AuditEntry {
  const { incarnation, revision, lastChange } = aggregate;
  return { entity: `${kind}/${id}`, incarnation, revision, ...lastChange };
}
