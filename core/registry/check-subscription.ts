/** Checks a subscription with its client and product, reading these once more before they are taken for gone or replaced. */
import { failure, type Result, success } from '../result.ts';
import type { Client } from './client.ts';
import type { ClientReader, ProductReader } from './ports.ts';
import type { Product } from './product.ts';
import { refuseSubscription, type Subscription, type SubscriptionRefusal } from './subscription.ts';

export interface SubscriptionParties {
  readonly client: Client | undefined;
  readonly product: Product | undefined;
}

/** What an older copy would say of something that has just been made, or made anew. */
const PERHAPS_STALE: ReadonlySet<SubscriptionRefusal> = new Set([
  'client_missing',
  'client_replaced',
  'product_missing',
  'product_replaced',
]);

/**
 * @param parties as read before, perhaps a while ago
 * @param now epoch milliseconds
 */
export async function checkSubscription(
  subscription: Subscription,
  parties: SubscriptionParties,
  readers: { readonly clients: ClientReader; readonly products: ProductReader },
  now: number,
): Promise<Result<{ readonly client: Client; readonly product: Product }, SubscriptionRefusal>> {
  const refusal = refuseSubscription(subscription, parties.client, parties.product, now);
  if (refusal === undefined || !PERHAPS_STALE.has(refusal)) return judged(subscription, parties, now);
  const [client, product] = await Promise.all([
    readers.clients.get(subscription.clientId, { fresh: true }),
    readers.products.get(subscription.productId, { fresh: true }),
  ]);
  return judged(subscription, { client, product }, now);
}

function judged(
  subscription: Subscription,
  { client, product }: SubscriptionParties,
  now: number,
): Result<{ readonly client: Client; readonly product: Product }, SubscriptionRefusal> {
  const refusal = refuseSubscription(subscription, client, product, now);
  if (refusal !== undefined) return failure(refusal);
  if (client === undefined) return failure('client_missing');
  if (product === undefined) return failure('product_missing');
  return success({ client, product });
}
