/** What the registry asks of its surroundings: where things are kept, and where time, chance and hashes come from. */
import type { Client } from './client.ts';
import type { Product } from './product.ts';
import type { Subscription } from './subscription.ts';

/**
 * Reads one thing by its id: undefined when there is none.
 *
 * Rejects with a fault when the store cannot be asked or the item cannot be read; never answers undefined for that.
 */
export interface Reader<Item> {
  get(id: string): Promise<Item | undefined>;
}

export interface Store<Item> extends Reader<Item> {
  /** Writes a new item, unless one with its id is there. */
  create(item: Item): Promise<'created' | 'exists'>;
}

export type ProductReader = Reader<Product>;
export type ClientReader = Reader<Client>;
/** By consumer key. */
export type SubscriptionReader = Reader<Subscription>;
export type ProductStore = Store<Product>;
export type ClientStore = Store<Client>;
export type SubscriptionStore = Store<Subscription>;

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
