/** Counts what a fuzzed test has met, so that it can tell that it still tests something. */
export function tally() {
  const counts = new Map<string, number>();
  let all = 0;
  return {
    add(what: string): void {
      all += 1;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    /** The part of everything that was counted. */
    share: (what: string): number => (counts.get(what) ?? 0) / all,
  };
}
