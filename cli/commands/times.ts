/** Times and durations as people type them. */
import { usageError } from '../cli-error.ts';

const MILLISECONDS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A day becomes its first moment in UTC; the registry judges everything else. */
export function readTime(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
}

/** Milliseconds of `90s`, `10m`, `1h`, `1d`. @throws CliError */
export function readDuration(flag: string, text: string): number {
  const [, count, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const factor = MILLISECONDS[unit ?? ''];
  if (factor === undefined) throw usageError(`${flag} wants a duration such as 90s, 10m or 1h, not "${text}".`);
  return Number(count) * factor;
}
