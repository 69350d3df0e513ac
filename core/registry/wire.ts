/** Products, clients and subscriptions as the registry API shows them: field by field, so that no hash can slip out. */
import type { Client } from './client.ts';
import type { WireClient, WireCreatedSubscription, WireProduct, WireSubscription } from './contract.ts';
import type { CreatedSubscription } from './manage-subscriptions.ts';
import type { Product } from './product.ts';
import type { Subscription } from './subscription.ts';

export function wireProduct(product: Product): WireProduct {
  return {
    productId: product.productId,
    displayName: product.displayName,
    ...(product.description !== undefined && { description: product.description }),
    projects: product.projects.map(({ projectId }) => ({ projectId })),
    scopes: product.scopes,
    ...wireState(product),
  };
}

export function wireClient(client: Client): WireClient {
  return {
    clientId: client.clientId,
    displayName: client.displayName,
    email: client.email,
    status: client.status,
    ...wireState(client),
  };
}

export function wireSubscription(subscription: Subscription): WireSubscription {
  return {
    consumerKey: subscription.consumerKey,
    clientId: subscription.clientId,
    productId: subscription.productId,
    status: subscription.status,
    ...(subscription.validFrom !== undefined && { validFrom: iso(subscription.validFrom) }),
    ...(subscription.expiresAt !== undefined && { expiresAt: iso(subscription.expiresAt) }),
    secrets: subscription.secrets.map(({ secretId, hint, createdAt, expiresAt }) => ({
      secretId,
      hint,
      createdAt: iso(createdAt),
      ...(expiresAt !== undefined && { expiresAt: iso(expiresAt) }),
    })),
    ...wireState(subscription),
  };
}

export function wireCreatedSubscription(created: CreatedSubscription): WireCreatedSubscription {
  return { ...wireSubscription(created.subscription), consumerSecret: created.consumerSecret };
}

function wireState({ revision, createdAt, changedAt }: Pick<Product, 'revision' | 'createdAt' | 'changedAt'>) {
  return { revision, createdAt: iso(createdAt), changedAt: iso(changedAt) };
}

/** @param time epoch milliseconds */
function iso(time: number): string {
  return new Date(time).toISOString();
}
