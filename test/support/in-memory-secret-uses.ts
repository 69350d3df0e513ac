/** When secrets were last used, in memory. */
import type { SecretUses } from '#core/registry/ports.ts';

export function inMemorySecretUses(): SecretUses {
  const uses = new Map<string, Map<string, number>>();
  return {
    lastUsed: async (consumerKey) => new Map(uses.get(consumerKey)),
    record: async (consumerKey, secretId, at) => {
      const ofKey = uses.get(consumerKey) ?? new Map<string, number>();
      ofKey.set(secretId, Math.max(at, ofKey.get(secretId) ?? 0));
      uses.set(consumerKey, ofKey);
    },
  };
}
