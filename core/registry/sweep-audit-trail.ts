/** Adds the audit entries that are still missing, because a process died and nobody has come across the item since. */
import type { AggregateState } from './aggregate.ts';
import { auditEntryOf } from './audit-entry.ts';
import { AUDITED_CLIENTS, AUDITED_PRODUCTS, AUDITED_SUBSCRIPTIONS, type AuditedKind } from './audited-kind.ts';
import type { Client } from './client.ts';
import type { AuditTrail, Clock, Lister } from './ports.ts';
import type { Product } from './product.ts';
import type { Subscription } from './subscription.ts';

export interface SweepAuditTrailPorts {
  readonly products: Lister<Product>;
  readonly clients: Lister<Client>;
  readonly subscriptions: Lister<Subscription>;
  readonly audit: Pick<AuditTrail, 'ensure'>;
  readonly clock: Clock;
  /** Any id, another one each time. */
  readonly randomId: () => string;
  /** Told of every damaged item and every fault. */
  readonly report: (thrown: unknown) => void;
}

export interface SweepOutcome {
  /** Items whose entry is in the trail. */
  readonly audited: number;
  /** Items that are damaged, so that nobody can tell what their entry would be. */
  readonly unreadable: number;
  /** Entries that could not be looked for or added, and pages that could not be read. */
  readonly failed: number;
  /** Whether everything was seen. */
  readonly complete: boolean;
}

/** As many entries are looked for at once. */
const PAGE = 25;

/**
 * Goes through everything there is, tombstones included. Each kind is gone round from an item at random, so that what
 * one run has no time for, another one comes to: nothing has to be kept between two runs.
 *
 * @param deadline epoch milliseconds at which no other page is begun
 */
export async function sweepAuditTrail(ports: SweepAuditTrailPorts, deadline: number): Promise<SweepOutcome> {
  const outcomes = await Promise.all([
    sweepKind(AUDITED_PRODUCTS, ports.products, ports, deadline),
    sweepKind(AUDITED_CLIENTS, ports.clients, ports, deadline),
    sweepKind(AUDITED_SUBSCRIPTIONS, ports.subscriptions, ports, deadline),
  ]);
  const sum = (count: (outcome: SweepOutcome) => number) => outcomes.reduce((total, one) => total + count(one), 0);
  return {
    audited: sum(({ audited }) => audited),
    unreadable: sum(({ unreadable }) => unreadable),
    failed: sum(({ failed }) => failed),
    complete: outcomes.every(({ complete }) => complete),
  };
}

async function sweepKind<Item extends AggregateState>(
  { kind, idOf }: AuditedKind<Item>,
  lister: Lister<Item>,
  { audit, clock, randomId, report }: SweepAuditTrailPorts,
  deadline: number,
): Promise<SweepOutcome> {
  let [audited, failed] = [0, 0];
  const damaged = new Set<string>();
  const ensure = async (item: Item) => {
    try {
      await audit.ensure(auditEntryOf(kind, idOf(item), item));
      audited += 1;
    } catch (thrown) {
      failed += 1;
      report(thrown);
    }
  };

  const outcome = (complete: boolean) => ({ audited, unreadable: damaged.size, failed, complete });

  const tour = goRound(lister, randomId(), idOf);
  try {
    while (clock() < deadline) {
      const { done, value: page } = await tour.next();
      if (done) return outcome(true);
      for (const fault of page.unreadable) {
        if (!damaged.has(fault.id)) report(fault);
        damaged.add(fault.id);
      }
      await Promise.all(page.items.map(ensure));
    }
  } catch (thrown) {
    failed += 1;
    report(thrown);
  }
  return outcome(false);
}

/** The pages from `start` to the end, then those from the beginning until the first item comes again. */
async function* goRound<Item>(lister: Lister<Item>, start: string, idOf: (item: Item) => string) {
  let first: string | undefined;
  for (const begin of [start, undefined]) {
    let after: string | undefined = begin;
    do {
      const page = await lister.list({ limit: PAGE, deleted: true, ...(after !== undefined && { after }) });
      const seen = begin === undefined ? page.items.findIndex((item) => idOf(item) === first) : -1;
      yield seen === -1 ? page : { ...page, items: page.items.slice(0, seen) };
      if (seen !== -1) return;
      first ??= page.items.map(idOf)[0];
      after = page.next;
    } while (after !== undefined);
  }
}
