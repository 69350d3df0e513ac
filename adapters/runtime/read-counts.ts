/** Counts how what a verdict needs was come by, from one verdict to the next. */

export type ReadKind = 'hit' | 'miss' | 'stale';

export interface ReadCounts {
  /** What was kept, and is not older than its lease. */
  readonly cacheHits: number;
  /** What was read for it. */
  readonly cacheMisses: number;
  /** What was known from before an outage. */
  readonly staleServed: number;
}

export interface ReadCounter {
  readonly count: (kind: ReadKind) => void;
  /** What was counted since the last time. A function judges one call at a time, so it is that call's. */
  readonly take: () => ReadCounts;
}

export function readCounter(): ReadCounter {
  let counted = { hit: 0, miss: 0, stale: 0 };
  return {
    count: (kind) => {
      counted = { ...counted, [kind]: counted[kind] + 1 };
    },
    take: () => {
      const { hit, miss, stale } = counted;
      counted = { hit: 0, miss: 0, stale: 0 };
      return { cacheHits: hit, cacheMisses: miss, staleServed: stale };
    },
  };
}
