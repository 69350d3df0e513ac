/** Reads through a bounded cache whose entries expire by age alone, however often they are asked for. */
import type { Clock, Reader } from '#core/registry/ports.ts';
import type { Grace } from './grace.ts';
import { type LeasedValue, leasedValue } from './leased-value.ts';
import type { ReadKind } from './read-counts.ts';

export interface CachedReaderOptions {
  /** Milliseconds that an item may be reused; 0 reads each time. */
  readonly lease: number;
  /** While the reader cannot be asked, what it said last counts for so much longer; without a default. */
  readonly grace: Grace;
  /** Items kept at most; the one that was read longest ago goes first. */
  readonly capacity: number;
  readonly now: Clock;
  /** Told of each item that is asked for. @default - nobody is */
  readonly count?: (kind: ReadKind) => void;
}

/**
 * However many ask for one id at once, it is read once. Faults are not kept, and absence is only for the time of grace,
 * in which what was gone stays gone: as long as the reader can be asked, what is made now is seen now.
 */
export function cachedReader<Item>(
  reader: Reader<Item>,
  { lease, grace, capacity, now, count = () => {} }: CachedReaderOptions,
): Reader<Item> {
  type Entry = LeasedValue<Item | undefined>;
  const held = new Map<string, Entry>();
  /** Asked for by so many, and not answered yet: what cannot be read takes no place from what was. */
  const awaited = new Map<string, { readonly entry: Entry; readonly callers: number }>();

  function anEntry(id: string): Entry {
    const entry: Entry = leasedValue<Item | undefined>(
      async () => {
        const item = await reader.get(id);
        if (held.get(id) === entry || awaited.get(id)?.entry === entry) keep(id, entry, item);
        return item;
      },
      { lease, grace, now, count, isReusable: (item) => item !== undefined },
    );
    return entry;
  }

  function keep(id: string, entry: Entry, item: Item | undefined): void {
    held.delete(id);
    if (grace.milliseconds === 0 && (item === undefined || lease === 0)) return;
    held.set(id, entry);
    for (const oldest of held.keys()) {
      if (held.size <= capacity) break;
      held.delete(oldest);
    }
  }

  function wait(id: string, entry: Entry, change: 1 | -1): void {
    const callers = (awaited.get(id)?.callers ?? 0) + change;
    if (callers === 0) awaited.delete(id);
    else awaited.set(id, { entry, callers });
  }

  return {
    async get(id, { fresh } = { fresh: false }) {
      const entry = awaited.get(id)?.entry ?? held.get(id) ?? anEntry(id);
      wait(id, entry, 1);
      try {
        return await (fresh ? entry.refresh(0) : entry.get());
      } finally {
        wait(id, entry, -1);
      }
    },
  };
}
