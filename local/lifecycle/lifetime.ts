/** Everything that must be stopped when the host stops, or when its start fails half-way. */

export interface Lifetime {
  readonly ended: boolean;
  /** Stops in reverse order of adding; added after the end, it is stopped at once. */
  onEnd(stop: () => unknown): void;
  /** Stops everything once; what fails to stop is passed over. */
  end(): Promise<void>;
}

export function createLifetime(): Lifetime {
  const stops: (() => unknown)[] = [];
  let end: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await attempt(stop);
  }

  return {
    get ended() {
      return end !== undefined;
    },
    onEnd(stop) {
      if (end === undefined) stops.push(stop);
      else void attempt(stop);
    },
    end() {
      end ??= stopAll();
      return end;
    },
  };
}

async function attempt(stop: () => unknown): Promise<void> {
  try {
    await stop();
  } catch {
    // One part that can't be stopped must not keep the others running.
  }
}
