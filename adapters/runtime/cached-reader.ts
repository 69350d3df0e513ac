/** Reads through a bounded cache whose entries expire by age alone, however often they are asked for. */
import type { Clock, Reader } from '#core/registry/ports.ts';

export interface CachedReaderOptions {
  /** Milliseconds that an item may be reused; 0 reads each time. */
  readonly lease: number;
  /** Items kept at most; the one that was read longest ago goes first. */
  readonly capacity: number;
  readonly now: Clock;
}

/**
 * However many ask for one id at once, it is read once. Absence and faults are not kept: what is made now is seen now,
 * and ids that nobody has cannot fill the cache.
 */
export function cachedReader<Item>(reader: Reader<Item>, { lease, capacity, now }: CachedReaderOptions): Reader<Item> {
  const held = new Map<string, { readonly item: Item; readonly readAt: number }>();
  const reading = new Map<string, Promise<Item | undefined>>();

  async function read(id: string): Promise<Item | undefined> {
    const readAt = now();
    const item = await reader.get(id);
    // Of two reads at once, the one that began later knows better.
    if ((held.get(id)?.readAt ?? readAt) > readAt) return item;
    held.delete(id);
    if (item !== undefined && lease > 0) {
      held.set(id, { item, readAt });
      for (const oldest of held.keys()) {
        if (held.size <= capacity) break;
        held.delete(oldest);
      }
    }
    return item;
  }

  return {
    async get(id, { fresh } = { fresh: false }) {
      const entry = held.get(id);
      if (!fresh && entry !== undefined && Math.abs(now() - entry.readAt) < lease) return entry.item;
      const underWay = reading.get(id);
      // A read that is under way may have begun before what made the caller ask for a fresh one.
      if (underWay !== undefined && !fresh) return underWay;
      const promise = read(id).finally(() => reading.delete(id));
      reading.set(id, promise);
      return promise;
    },
  };
}
