/** Used assertions, in memory. */
import type { AssertionUses } from '#core/oauth/assertion-uses.ts';

export function inMemoryAssertionUses(): AssertionUses {
  const uses = new Map<string, string>();
  return {
    use: async ({ consumerKey, assertionId, useId }) => {
      const key = `${consumerKey} ${assertionId}`;
      const first = uses.get(key) ?? useId;
      uses.set(key, first);
      return first === useId;
    },
  };
}
