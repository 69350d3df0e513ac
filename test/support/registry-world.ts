/** The registry's use cases on stores in memory, with a clock to move. */
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { inMemoryRegistry } from './in-memory-stores.ts';
import { aClient, aProduct, aSubscription, CREATED_AT } from './registry-fixtures.ts';
import { alpha, testCatalogue } from './test-catalogue.ts';

export const CALLER = { principal: 'arn:aws:iam::000000000000:user/test', requestId: 'request-1' };
export const KEY = 'tgk_0000000000000000000001';
/** The first secret of the seeded subscription. */
export const SECRET_ID = 'c'.repeat(16);

/** The product `orders`, the client `acme`, and a subscription of the one to the other, made an hour ago. */
export function aRegistryWorld(subscription: Parameters<typeof aSubscription>[0] = {}) {
  const clock = { now: CREATED_AT + 3_600_000 };
  const stores = inMemoryRegistry();
  stores.products.put(aProduct({ projects: [{ projectId: 'warehouse' }] }));
  stores.clients.put(aClient());
  stores.subscriptions.put(aSubscription(subscription));
  let bytes = 0;
  const ports = {
    ...stores,
    catalogue: deployedCatalogue(testCatalogue, alpha),
    clock: () => clock.now,
    randomBytes: (count: number) => {
      bytes += 1;
      return new Uint8Array(count).fill(bytes);
    },
    secretHasher,
  };
  const stored = () => {
    const [one] = stores.subscriptions.all();
    if (one === undefined) throw new Error('There is no subscription.');
    return one;
  };
  return { clock, ports, stores, stored };
}
