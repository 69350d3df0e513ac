/** Why the registry would have a token refused that is right in itself: the state of its subscription, client and product. */

import type { RegistryClient } from '#adapters/http/registry-client.ts';
import type { WireSubscription } from '#core/registry/contract.ts';
import { orMissing } from '../registry/or-missing.ts';

/**
 * Undefined when nothing speaks against it. Asks by the consumer key alone; the token goes nowhere.
 *
 * @param claims of a token whose signature is right
 * @param now epoch milliseconds
 */
export async function findRegistryDenial(
  registry: RegistryClient,
  claims: Readonly<Record<string, unknown>>,
  now: number,
): Promise<string | undefined> {
  const path = { consumerKey: String(claims.sub) };
  const subscription = await orMissing(registry.call('readSubscription', { path }));
  if (subscription === undefined) return 'subscription_missing';
  const { clientId, productId } = subscription.body;
  return (
    denialOf(subscription.body, claims, now) ??
    (await denialOfClient(registry, clientId)) ??
    ((await orMissing(registry.call('readProduct', { path: { productId } }))) === undefined
      ? 'product_missing'
      : undefined)
  );
}

function denialOf(
  { status, validFrom, expiresAt, tokensNotBefore }: WireSubscription,
  { iat }: Readonly<Record<string, unknown>>,
  now: number,
): string | undefined {
  if (status !== 'active') return `subscription_${status}`;
  if (validFrom !== undefined && now < Date.parse(validFrom)) return 'subscription_not_yet_valid';
  if (expiresAt !== undefined && now >= Date.parse(expiresAt)) return 'subscription_expired';
  const ended = tokensNotBefore !== undefined && Number(iat) * 1_000 < Date.parse(tokensNotBefore);
  return ended ? 'token_revoked' : undefined;
}

async function denialOfClient(registry: RegistryClient, clientId: string): Promise<string | undefined> {
  const client = await orMissing(registry.call('readClient', { path: { clientId } }));
  if (client === undefined) return 'client_missing';
  return client.body.status === 'disabled' ? 'client_disabled' : undefined;
}
