/** What of an entry differs from what there is: as a JSON merge patch (RFC 7396), and field by field for people. */
import type { Entry } from './manifest.ts';

export interface FieldChange {
  readonly field: string;
  /** Absent where there was nothing. */
  readonly from?: unknown;
  /** Absent where it is taken away. */
  readonly to?: unknown;
}

export interface Differences {
  /** Only what differs; empty when nothing does. */
  readonly patch: Entry;
  readonly changes: readonly FieldChange[];
}

/**
 * What the entry leaves out stays as it is; null takes away.
 *
 * @param ids fields that name the thing, and are no part of it
 */
export function findDifferences(entry: Entry, current: Entry, ids: readonly string[]): Differences {
  const patch: Record<string, unknown> = {};
  const changes: FieldChange[] = [];
  for (const [field, wanted] of Object.entries(entry)) {
    if (ids.includes(field)) continue;
    const there = current[field];
    if (isRecord(wanted) && isRecord(there)) {
      const inner = findDifferences(wanted, there, []);
      if (inner.changes.length > 0) patch[field] = inner.patch;
      changes.push(...inner.changes.map((change) => ({ ...change, field: `${field}.${change.field}` })));
    } else if (!isSame(field, wanted, there)) {
      patch[field] = wanted;
      changes.push({
        field,
        ...(there !== undefined && { from: there }),
        ...(wanted !== null && { to: wanted }),
      });
    }
  }
  return { patch, changes };
}

/** Lists in which the order says nothing. */
const SETS = ['scopes', 'authenticationMethods'];

/** Whether a change makes a thing open less than it did. */
export function takesAway({ field, from, to }: FieldChange): boolean {
  if (field === 'status') return to === 'disabled' || to === 'paused' || to === 'revoked';
  if (field === 'authenticationMethods') return to !== undefined && (from === undefined || lacks(to, from));
  if (field === 'jwks' || field === 'jwks.keys') return lacks(keysOf(to), keysOf(from));
  if (field === 'projects') return lacks(to, from);
  return field === 'scopes' && lacks(to, from);
}

function lacks(list: unknown, other: unknown): boolean {
  return listOf(other).some((item) => !includes(listOf(list), item));
}

/** Of a whole key set, or of its list alone. */
function keysOf(value: unknown): unknown {
  return isRecord(value) ? value.keys : value;
}

/** Scopes are a set, times have several spellings, and null is the same as nothing. */
function isSame(field: string, wanted: unknown, there: unknown): boolean {
  if (wanted === null || there === undefined) return wanted === null && there === undefined;
  if (SETS.includes(field)) return canonical(listOf(wanted).toSorted()) === canonical(listOf(there).toSorted());
  if (field === 'validFrom' || field === 'expiresAt') return Date.parse(String(wanted)) === Date.parse(String(there));
  return canonical(wanted) === canonical(there);
}

function includes(list: readonly unknown[], item: unknown): boolean {
  return list.some((one) => canonical(one) === canonical(item));
}

/** The same text for the same value, in whatever order its fields stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
