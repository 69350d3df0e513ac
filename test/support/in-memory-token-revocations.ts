/** Revoked tokens, in memory. */
import type { TokenRevocation, TokenRevocations } from '#core/access/token-revocations.ts';

export function inMemoryTokenRevocations(): TokenRevocations & { all(): readonly TokenRevocation[] } {
  const revocations = new Map<string, TokenRevocation>();
  return {
    isRevoked: async (tokenId) => revocations.has(tokenId),
    revoke: async (revocation) => {
      if (!revocations.has(revocation.tokenId)) revocations.set(revocation.tokenId, { ...revocation });
    },
    all: () => [...revocations.values()],
  };
}
