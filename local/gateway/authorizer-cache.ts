/** Keeps authorizer answers for their time to live: the policy, never the verdict, which depends on the method. */
import type { AuthorizerAnswer } from './authorizer-answer.ts';

export interface AuthorizerCache {
  get(key: string, now: number): AuthorizerAnswer | undefined;
  /** @param now `ms` since 1970 @param ttlSeconds `s`; 0 keeps nothing */
  put(key: string, answer: AuthorizerAnswer, now: number, ttlSeconds: number): void;
}

/** @param capacity how many answers are kept; the one used longest ago goes first */
export function createAuthorizerCache(capacity = 10_000): AuthorizerCache {
  const entries = new Map<string, { readonly answer: AuthorizerAnswer; readonly expires: number }>();
  return {
    get: (key, now) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (now >= entry.expires) return undefined;
      entries.set(key, entry);
      return entry.answer;
    },
    put: (key, answer, now, ttlSeconds) => {
      if (ttlSeconds <= 0) return;
      entries.delete(key);
      entries.set(key, { answer, expires: now + ttlSeconds * 1000 });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
  };
}

/** Lists as JSON, so that no two lists of identity values share a key. */
export function authorizerCacheKey(
  authorizerId: string,
  stageName: string,
  identity: readonly (readonly string[])[],
): string {
  return JSON.stringify([authorizerId, stageName, identity]);
}
