/** What the registry asks of its surroundings: where things are kept, and where time, chance and hashes come from. */
import type { AuditEntry } from './audit-entry.ts';
import type { Client } from './client.ts';
import type { Product } from './product.ts';
import type { UnreadableItemError } from './store-faults.ts';
import type { Subscription } from './subscription.ts';

/**
 * Reads one thing by its id: undefined when there is none.
 *
 * Rejects with a StoreUnavailableError when the store cannot be asked, and with an UnreadableItemError when the item
 * is damaged; never answers undefined for that.
 */
export interface Reader<Item> {
  /** @param options `fresh` goes past whatever was kept of earlier reads */
  get(id: string, options?: { readonly fresh: boolean }): Promise<Item | undefined>;
}

/** What is deleted is absent to every reader and in every list, but for {@link Lister.list} with `deleted`. */
export interface Store<Item> extends Reader<Item> {
  /** Writes a new item, unless one with its id is there; what is deleted gives way. */
  create(item: Item): Promise<'created' | 'exists'>;
  /**
   * Writes the next revision of an item, unless another change of it came first. Deleting is a revision with `deletedAt`.
   *
   * @param next has the incarnation of the item that it replaces, and the revision after its
   */
  replace(next: Item): Promise<'replaced' | 'conflict'>;
}

export interface PageRequest {
  /** At most so many items, and as many are read for it; a page may hold fewer, or none, and still have a next one. */
  readonly limit: number;
  /** Where the page before this one ended: its `next`. @default - the first page */
  readonly after?: string;
  /** Whether what is deleted, and has not gone yet, is listed as well. @default false */
  readonly deleted?: boolean;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The faults of the items that were skipped, because they are damaged. */
  readonly unreadable: readonly UnreadableItemError[];
  /** The id after which the next page begins, whether or not its item still exists; absent on the last page. */
  readonly next?: string;
}

/** Reads things page by page, each exactly once, in no order that means anything. */
export interface Lister<Item> {
  list(page: PageRequest): Promise<Page<Item>>;
}

/** Lists by what subscriptions refer to. An index answers, which may lag behind the newest change by a moment. */
export interface SubscriptionLister extends Lister<Subscription> {
  listOfClient(clientId: string, page: PageRequest): Promise<Page<Subscription>>;
  listOfProduct(productId: string, page: PageRequest): Promise<Page<Subscription>>;
}

/** When secrets were last used to get a token; kept apart from the subscription, which it must not disturb. */
export interface SecretUses {
  /** Epoch milliseconds by secret id; a secret that has not been used is absent. */
  lastUsed(consumerKey: string): Promise<ReadonlyMap<string, number>>;
  /** @param at epoch milliseconds; an earlier time than the one that is known changes nothing */
  record(consumerKey: string, secretId: string, at: number): Promise<void>;
}

/** Who changed what, and when; entries are added and never changed or taken away. */
export interface AuditTrail {
  /** Adds an entry, unless it is there already. */
  add(entry: AuditEntry): Promise<void>;
  /** Adds an entry if it is missing, at the price of a read when, as nearly always, it is not. */
  ensure(entry: AuditEntry): Promise<void>;
  /** Of one thing, whatever its incarnations, newest first. */
  listOfEntity(entity: string, page: PageRequest): Promise<Page<AuditEntry>>;
  /** Of one day in UTC, newest first. @param day for instance `2027-01-31` */
  listOfDay(day: string, page: PageRequest): Promise<Page<AuditEntry>>;
}

export type ProductReader = Reader<Product>;
export type ClientReader = Reader<Client>;
/** By consumer key. */
export type SubscriptionReader = Reader<Subscription>;
export type ProductStore = Store<Product> & Lister<Product>;
export type ClientStore = Store<Client> & Lister<Client>;
export type SubscriptionStore = Store<Subscription> & SubscriptionLister;

/** Epoch milliseconds. */
export type Clock = () => number;

/** So many bytes from a cryptographic source. */
export type RandomBytes = (count: number) => Uint8Array;

/** Hashes consumer secrets, and compares a presented one in constant time. */
export interface SecretHasher {
  /** SHA-256 in lower-case hex. */
  hash(secret: string): string;
  matches(secret: string, hash: string): boolean;
}
