/** The stores of the registry in memory. They give out copies, so that nobody changes what is stored by holding it. */
import type {
  ClientStore,
  Lister,
  Page,
  PageRequest,
  ProductStore,
  Store,
  SubscriptionStore,
} from '#core/registry/ports.ts';
import type { Subscription } from '#core/registry/subscription.ts';

export type InMemoryStore<Item> = Store<Item> &
  Lister<Item> & {
    /** Everything stored, oldest first. */
    all(): readonly Item[];
    /** Writes whatever is there or not. */
    put(item: Item): void;
    delete(id: string): void;
  };

export function inMemoryStore<Item>(idOf: (item: Item) => string, seed: readonly Item[] = []): InMemoryStore<Item> {
  const items = new Map(seed.map((item) => [idOf(item), structuredClone(item)]));
  const all = () => [...items.values()].map((item) => structuredClone(item));
  return {
    get: async (id) => structuredClone(items.get(id)),
    create: async (item) => {
      if (items.has(idOf(item))) return 'exists';
      items.set(idOf(item), structuredClone(item));
      return 'created';
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

function pageOf<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  { limit, after = '' }: PageRequest,
): Page<Item> {
  const rest = items.filter((item) => idOf(item) > after).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page, unreadable: [], ...(rest.length > limit && last !== undefined && { next: idOf(last) }) };
}
