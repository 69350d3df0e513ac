/** The kinds of things whose changes are audited, and the ids that the audit trail knows them by. */
import type { EntityKind } from './audit-entry.ts';
import type { Client } from './client.ts';
import type { Product } from './product.ts';
import type { Subscription } from './subscription.ts';

export interface AuditedKind<Item> {
  readonly kind: EntityKind;
  idOf(item: Item): string;
}

export const AUDITED_PRODUCTS: AuditedKind<Product> = { kind: 'product', idOf: ({ productId }) => productId };
export const AUDITED_CLIENTS: AuditedKind<Client> = { kind: 'client', idOf: ({ clientId }) => clientId };
export const AUDITED_SUBSCRIPTIONS: AuditedKind<Subscription> = {
  kind: 'subscription',
  idOf: ({ consumerKey }) => consumerKey,
};
