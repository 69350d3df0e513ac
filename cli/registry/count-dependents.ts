/** Counts the subscriptions that break when a product or a client goes. */
import type { RegistryClient } from '#adapters/http/registry-client.ts';
import { readPages } from './read-pages.ts';

/** Those that are not revoked. */
export async function countDependents(
  registry: RegistryClient,
  of: { readonly productId: string } | { readonly clientId: string },
): Promise<number> {
  const { items } = await readPages((page) => registry.call('listSubscriptions', { query: { ...page, ...of } }));
  return items.filter(({ status }) => status !== 'revoked').length;
}

/** `1 subscription`, `2 subscriptions` */
export function describeCount(count: number): string {
  return `${count} ${count === 1 ? 'subscription' : 'subscriptions'}`;
}
