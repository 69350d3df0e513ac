/** Waits for what is true in the end, for instance when an index has caught up with its table. */

/** @throws what the last attempt threw, once `within` milliseconds are over */
export async function eventually(attempt: () => Promise<void> | void, within = 3_000): Promise<void> {
  const deadline = performance.now() + within;
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      if (performance.now() > deadline) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
