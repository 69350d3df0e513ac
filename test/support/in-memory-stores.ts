/** The stores of the registry in memory. They give out copies, so that nobody changes what is stored by holding it. */
import type { AggregateState } from '#core/registry/aggregate.ts';
import type { AuditableStore } from '#core/registry/audited-store.ts';
import type { ClientStore, Lister, Page, PageRequest, ProductStore, SubscriptionStore } from '#core/registry/ports.ts';
import type { Subscription } from '#core/registry/subscription.ts';

export type InMemoryStore<Item> = AuditableStore<Item> &
  Lister<Item> & {
    /** Everything stored, oldest first. */
    all(): readonly Item[];
    /** Writes whatever is there or not. */
    put(item: Item): void;
    delete(id: string): void;
  };

export function inMemoryStore<Item extends AggregateState>(
  idOf: (item: Item) => string,
  seed: readonly Item[] = [],
): InMemoryStore<Item> {
  const items = new Map(seed.map((item) => [idOf(item), structuredClone(item)]));
  const all = () => [...items.values()].map((item) => structuredClone(item));
  return {
    get: async (id) => live(structuredClone(items.get(id))),
    create: async (item) => {
      if (live(items.get(idOf(item))) !== undefined) return 'exists';
      items.set(idOf(item), structuredClone(item));
      return 'created';
    },
    latest: async (id) => structuredClone(items.get(id)),
    createOver: async (item, tombstone) => {
      const found = items.get(idOf(item));
      const isFree = found === undefined || (found.deletedAt !== undefined && isSameRevision(found, tombstone));
      if (!isFree) return 'exists';
      items.set(idOf(item), structuredClone(item));
      return 'created';
    },
    replace: async (next) => {
      const found = live(items.get(idOf(next)));
      if (found?.incarnation !== next.incarnation || found.revision !== next.revision - 1) return 'conflict';
      items.set(idOf(next), structuredClone(next));
      return 'replaced';
    },
    list: async (page) => pageOf(all(), idOf, page),
    all,
    put: (item) => void items.set(idOf(item), structuredClone(item)),
    delete: (id) => void items.delete(id),
  };
}

export function inMemorySubscriptionStore(
  seed: readonly Subscription[] = [],
): InMemoryStore<Subscription> & SubscriptionStore {
  const idOf = ({ consumerKey }: Subscription) => consumerKey;
  const store = inMemoryStore(idOf, seed);
  const pageWhere = async (isListed: (item: Subscription) => boolean, page: PageRequest) =>
    pageOf(store.all().filter(isListed), idOf, page);
  return {
    ...store,
    listOfClient: (clientId, page) => pageWhere((item) => item.clientId === clientId, page),
    listOfProduct: (productId, page) => pageWhere((item) => item.productId === productId, page),
  };
}

export interface RegistryStores {
  readonly products: ProductStore;
  readonly clients: ClientStore;
  readonly subscriptions: SubscriptionStore;
}

export function inMemoryRegistry() {
  return {
    products: inMemoryStore(({ productId }: Parameters<ProductStore['create']>[0]) => productId),
    clients: inMemoryStore(({ clientId }: Parameters<ClientStore['create']>[0]) => clientId),
    subscriptions: inMemorySubscriptionStore(),
  } satisfies RegistryStores;
}

function isSameRevision(one: AggregateState, other: AggregateState | undefined): boolean {
  return one.incarnation === other?.incarnation && one.revision === other.revision;
}

/** What is deleted is nobody's to see. */
function live<Item extends AggregateState>(item: Item | undefined): Item | undefined {
  return item?.deletedAt === undefined ? item : undefined;
}

function pageOf<Item extends AggregateState>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  { limit, after = '', deleted = false }: PageRequest,
): Page<Item> {
  const listed = items.filter((item) => deleted || item.deletedAt === undefined);
  const rest = listed.filter((item) => idOf(item) > after).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page, unreadable: [], ...(rest.length > limit && last !== undefined && { next: idOf(last) }) };
}
