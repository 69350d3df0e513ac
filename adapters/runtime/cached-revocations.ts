/** Reads revocations through a bounded cache that keeps the answer "not revoked" as well, for as long as its lease. */
import type { RevocationReader } from '#core/access/token-revocations.ts';
import { type CachedReaderOptions, cachedReader } from './cached-reader.ts';

/** For tokens whose signature is right: the ids of others could fill the cache. */
export function cachedRevocations(revocations: RevocationReader, options: CachedReaderOptions): RevocationReader {
  const states = cachedReader(
    { get: async (tokenId: string) => ({ revoked: await revocations.isRevoked(tokenId) }) },
    options,
  );
  // A cached reader gives what its reader gives; if ever it gave nothing, the token would not pass.
  return { isRevoked: async (tokenId) => (await states.get(tokenId))?.revoked ?? true };
}
