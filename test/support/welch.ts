/** Welch's t-test, by which two lots of measured times are told apart, or not. */

export interface Comparison {
  /** How many standard errors the means lie apart. */
  readonly t: number;
  readonly medians: readonly [number, number];
}

/** @param kept the part of each lot that counts, the fastest first: the slowest say more of the machine than of what it did */
export function compareTimes(one: readonly number[], other: readonly number[], kept: number): Comparison {
  const [a, b] = [describe(one, kept), describe(other, kept)];
  return { t: (a.mean - b.mean) / Math.sqrt(a.variance / a.size + b.variance / b.size), medians: [a.median, b.median] };
}

function describe(times: readonly number[], part: number) {
  const sorted = times.toSorted((a, b) => a - b);
  const kept = sorted.slice(0, Math.round(sorted.length * part));
  const size = kept.length;
  const mean = kept.reduce((sum, time) => sum + time, 0) / size;
  const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (size - 1);
  return { size, mean, variance, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}
