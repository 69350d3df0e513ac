/** A value that is loaded when needed and kept for a time that no amount of use prolongs. */
import type { Clock } from '#core/registry/ports.ts';

export interface LeasedValue<Value> {
  /** The value, at most `lease` milliseconds old, or `grace` more. Rejects when it has to be loaded and cannot be. */
  get(): Promise<Value>;
  /** A value loaded after this call, unless one was loaded less than `pause` milliseconds ago. */
  refresh(pause: number): Promise<Value>;
}

/**
 * However many ask at once, one load is under way. The age counts from when loading began.
 *
 * @param lease milliseconds; checked by the clock at each use, since a frozen function runs no timers
 * @param grace milliseconds for which the value is given beyond its lease, while it cannot be loaded
 */
export function leasedValue<Value>(
  load: () => Promise<Value>,
  lease: number,
  now: Clock,
  { grace }: { readonly grace: number } = { grace: 0 },
): LeasedValue<Value> {
  let held: { readonly value: Value; readonly loadedAt: number } | undefined;
  let loading: Promise<Value> | undefined;

  function reload(): Promise<Value> {
    if (loading !== undefined) return loading;
    const startedAt = now();
    loading = load()
      .then((value) => {
        held = { value, loadedAt: startedAt };
        return value;
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  }

  /** A clock that steps back does not make a value younger than it is. */
  function age(): number {
    return held === undefined ? Number.POSITIVE_INFINITY : Math.abs(now() - held.loadedAt);
  }

  return {
    async get() {
      if (held !== undefined && age() < lease) return held.value;
      try {
        return await reload();
      } catch (thrown) {
        if (held !== undefined && age() < lease + grace) return held.value;
        throw thrown;
      }
    },
    async refresh(pause) {
      return held !== undefined && age() < pause ? held.value : reload();
    },
  };
}
