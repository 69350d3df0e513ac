/** Secrets that stand nowhere else, planted into requests, and searched for in whatever was recorded of them. */
import { createHash, randomBytes } from 'node:crypto';

export interface Canaries {
  /** Makes one. @param what begins its text, and tells in a failure where it came from */
  plant(what: string): string;
  /** Takes a secret that others have made for one. */
  add(...secrets: readonly string[]): void;
  count(): number;
  /** Where those came from that stand in the text, in whichever spelling. */
  foundIn(text: string): readonly string[];
}

export function canaries(): Canaries {
  const planted: string[] = [];
  return {
    plant(what) {
      const secret = `canary${what}${randomBytes(12).toString('hex')}`;
      planted.push(secret);
      return secret;
    },
    add: (...secrets) => void planted.push(...secrets),
    count: () => planted.length,
    foundIn: (text) =>
      planted
        .filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)))
        .map((secret) => secret.slice(0, 12)),
  };
}

/** As it is, escaped, in hex, in base64 with each shift, and its SHA-256 in each form. */
export function spellings(secret: string): readonly string[] {
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from(`${'x'.repeat(shift)}${secret}`)
      .toString('base64')
      // What depends on the neighbours is left out at both ends.
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const hash = createHash('sha256').update(secret).digest();
  const hashes = (['hex', 'base64', 'base64url'] as const).map((encoding) => hash.toString(encoding));
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex'), ...shifted, ...hashes];
}
