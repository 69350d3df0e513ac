/** Tries again what fails for reasons that pass, such as a permission that was granted a moment ago. */

export interface Persistence {
  /** How often it is tried in all. */
  readonly attempts: number;
  /** Milliseconds between two attempts. */
  readonly pause: number;
  /** Told of every failure but the last one, which is thrown. */
  readonly onFailure: (thrown: unknown) => void;
}

export async function persist<Value>(work: () => Promise<Value>, options: Persistence): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (attempt >= options.attempts) throw thrown;
      options.onFailure(thrown);
      await new Promise((resolve) => setTimeout(resolve, options.pause));
    }
  }
}
