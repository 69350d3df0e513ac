/** A load of calls on a gateway: loops that call again and again on kept connections, and a tally of what became of it. */
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpAnswer, type HttpRequest, http } from './http.ts';

export interface ObservedAnswer extends HttpAnswer {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Load {
  /** Sends a request on a kept connection, and notes how long it took. @param kind of request, for the figures */
  send(kind: string, url: string, request?: HttpRequest): Promise<ObservedAnswer>;
  /** Repeats each, one after its own end, until the load is stopped. @param pause milliseconds in between */
  repeat(loops: readonly (() => Promise<void>)[], pause: number): void;
  /** @throws what a loop has thrown, if any has */
  stop(): Promise<void>;
  /** Requests so far. */
  total(): number;
  /** Milliseconds that the slowest request of a kind took. */
  longest(kind?: string): number;
}

export function createLoad(): Load {
  const agent = new Agent({ keepAlive: true });
  const slowest = new Map<string, number>();
  const running: Promise<void>[] = [];
  let isStopped = false;
  let total = 0;
  return {
    async send(kind, url, request = {}) {
      const startedAt = Date.now();
      const answer = await http(url, { ...request, agent });
      const endedAt = Date.now();
      total += 1;
      slowest.set(kind, Math.max(slowest.get(kind) ?? 0, endedAt - startedAt));
      return { ...answer, startedAt, endedAt };
    },
    repeat(loops, pause) {
      for (const loop of loops) {
        const run = async () => {
          while (!isStopped) {
            await loop();
            await sleep(pause);
          }
        };
        const ran = run();
        // It is told of when the load is stopped.
        ran.catch(() => {});
        running.push(ran);
      }
    },
    async stop() {
      isStopped = true;
      try {
        await Promise.all(running);
      } finally {
        agent.destroy();
      }
    },
    total: () => total,
    longest: (kind) => (kind === undefined ? Math.max(0, ...slowest.values()) : (slowest.get(kind) ?? 0)),
  };
}

/** One of them, by chance. */
export function anyOf<Item>(items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(Math.random() * items.length)] ?? items[0];
}
