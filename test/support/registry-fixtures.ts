/** Products, clients and subscriptions for tests, of which a test says only what matters to it. */
import type { Change } from '#core/registry/aggregate.ts';
import type { Client } from '#core/registry/client.ts';
import type { Product } from '#core/registry/product.ts';
import type { Subscription } from '#core/registry/subscription.ts';

/** 2026-01-02T03:04:05.678Z */
export const CREATED_AT = 1_767_323_045_678;

/** What made the first revision. */
export function aChange(fields: Partial<Change> = {}): Change {
  return {
    action: 'product.create',
    principal: 'arn:aws:iam::000000000000:user/test',
    requestId: 'request-1',
    at: CREATED_AT,
    after: '9'.repeat(64),
    ...fields,
  };
}

export function aProduct(fields: Partial<Product> = {}): Product {
  return {
    productId: 'orders',
    displayName: 'Orders',
    projects: [{ projectId: 'orders' }],
    scopes: ['orders:read', 'orders:write'],
    access: 'private',
    keyApproval: 'automatic',
    attributes: {},
    incarnation: 'a'.repeat(32),
    revision: 1,
    createdAt: CREATED_AT,
    changedAt: CREATED_AT,
    lastChange: aChange(),
    ...fields,
  };
}

export function aClient(fields: Partial<Client> = {}): Client {
  return {
    clientId: 'acme',
    displayName: 'Acme Ltd',
    email: 'api@acme.example',
    status: 'active',
    attributes: {},
    incarnation: 'b'.repeat(32),
    revision: 1,
    createdAt: CREATED_AT,
    changedAt: CREATED_AT,
    lastChange: aChange(),
    ...fields,
  };
}

export function aSubscription(fields: Partial<Subscription> = {}): Subscription {
  return {
    consumerKey: 'tgk_0000000000000000000001',
    clientId: 'acme',
    clientIncarnation: 'b'.repeat(32),
    productId: 'orders',
    productIncarnation: 'a'.repeat(32),
    status: 'active',
    secrets: [{ secretId: 'c'.repeat(16), hash: 'd'.repeat(64), hint: 'wxyz', createdAt: CREATED_AT }],
    attributes: {},
    incarnation: 'e'.repeat(32),
    revision: 1,
    createdAt: CREATED_AT,
    changedAt: CREATED_AT,
    lastChange: aChange(),
    ...fields,
  };
}
