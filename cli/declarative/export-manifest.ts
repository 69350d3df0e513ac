/** What is in the registry, in the form that `tollgate apply` takes. */
import type { RegistryClient } from '#adapters/http/registry-client.ts';
import type { WireClient, WireProduct, WireSubscription } from '#core/registry/contract.ts';
import { readPages } from '../registry/read-pages.ts';
import type { Manifest } from './manifest.ts';

export interface Export {
  readonly manifest: Manifest;
  /** Ids of damaged items that were left out. */
  readonly unreadable: readonly string[];
}

/** Without secrets, which nobody can show again, and without revoked subscriptions. */
export async function exportManifest(registry: RegistryClient): Promise<Export> {
  const products = await readPages((query) => registry.call('listProducts', { query }));
  const clients = await readPages((query) => registry.call('listClients', { query }));
  const subscriptions = await readPages((query) => registry.call('listSubscriptions', { query }));
  const alive = subscriptions.items.filter(({ status }) => status !== 'revoked');
  return {
    manifest: {
      products: sortBy(products.items, ({ productId }) => productId).map(productEntry),
      clients: sortBy(clients.items, ({ clientId }) => clientId).map(clientEntry),
      subscriptions: sortBy(alive, (one) => `${pairOf(one)} ${one.consumerKey}`).map((one) =>
        subscriptionEntry(one, alive.filter((other) => pairOf(other) === pairOf(one)).length > 1),
      ),
    },
    unreadable: [products, clients, subscriptions].flatMap(({ unreadable }) => unreadable),
  };
}

function productEntry({ revision, createdAt, changedAt, attributes, ...product }: WireProduct) {
  return { ...product, ...unlessEmpty(attributes) };
}

function clientEntry({ revision, createdAt, changedAt, attributes, ...client }: WireClient) {
  return { ...client, ...unlessEmpty(attributes) };
}

function subscriptionEntry(
  { clientId, productId, consumerKey, status, jwks, validFrom, expiresAt, attributes }: WireSubscription,
  ambiguous: boolean,
) {
  return {
    clientId,
    productId,
    ...(ambiguous && { consumerKey }),
    status,
    ...(jwks !== undefined && { jwks }),
    ...(validFrom !== undefined && { validFrom }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...unlessEmpty(attributes),
  };
}

function unlessEmpty(attributes: Readonly<Record<string, string>>) {
  return Object.keys(attributes).length === 0 ? {} : { attributes };
}

function pairOf({ clientId, productId }: WireSubscription): string {
  return `${clientId} ${productId}`;
}

function sortBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
