/** For each route of the registry API a request that it takes, and a registry in which it takes it. */
import { type OperationId, ROUTES, type RouteContract } from '#core/registry/contract.ts';
import { CURRENT_KID } from './in-memory-signing-keys.ts';
import { type CallHeaders, registryUnderTest } from './registry-caller.ts';

export interface Sample {
  /** With the names of what {@link seededRegistry} has made in braces. */
  readonly path: string;
  readonly headers?: CallHeaders;
  readonly body?: Readonly<Record<string, unknown>>;
}

const ANY_STATE = { 'If-Match': '*' };
const newProduct = { productId: 'new', displayName: 'New', projects: [{ projectId: 'orders' }], scopes: [] };
const newClient = { clientId: 'new', displayName: 'New', email: 'new@acme.example' };

/** A route that lacks one here does not compile. */
export const SAMPLES: Readonly<Record<OperationId, Sample>> = {
  createProduct: { path: '/products', body: newProduct },
  listProducts: { path: '/products' },
  readProduct: { path: '/products/orders' },
  changeProduct: { path: '/products/orders', headers: ANY_STATE, body: { displayName: 'Changed' } },
  deleteProduct: { path: '/products/spare', headers: ANY_STATE },
  createClient: { path: '/clients', body: newClient },
  listClients: { path: '/clients' },
  readClient: { path: '/clients/acme' },
  changeClient: { path: '/clients/acme', headers: ANY_STATE, body: { displayName: 'Changed' } },
  deleteClient: { path: '/clients/spare', headers: ANY_STATE },
  createSubscription: { path: '/subscriptions', body: { clientId: 'acme', productId: 'orders' } },
  listSubscriptions: { path: '/subscriptions' },
  readSubscription: { path: '/subscriptions/{active}' },
  changeSubscription: {
    path: '/subscriptions/{active}',
    headers: ANY_STATE,
    body: { expiresAt: '2030-01-01T00:00:00Z' },
  },
  deleteSubscription: { path: '/subscriptions/{pending}', headers: ANY_STATE },
  approveSubscription: { path: '/subscriptions/{pending}/approve' },
  pauseSubscription: { path: '/subscriptions/{active}/pause' },
  resumeSubscription: { path: '/subscriptions/{paused}/resume' },
  revokeSubscription: { path: '/subscriptions/{active}/revoke' },
  rotateSecret: { path: '/subscriptions/{active}/secrets', body: { overlap: '24h' } },
  retireSecret: { path: '/subscriptions/{active}/secrets/{secretId}/retire', body: { endTokens: true } },
  listSigningKeys: { path: '/signing-keys' },
  rotateSigningKeys: { path: '/signing-keys/rotate' },
  revokeSigningKey: { path: '/signing-keys/{kid}/revoke' },
  listAuditEntries: { path: '/audit' },
  listProjects: { path: '/projects' },
  readProject: { path: '/projects/orders' },
  readOpenApi: { path: '/openapi.json' },
};

export interface SampledOperation extends Sample {
  readonly name: string;
  readonly route: RouteContract;
}

export const sampledOperations: readonly SampledOperation[] = Object.entries(SAMPLES).map(([name, sample]) => {
  const route = Object.entries(ROUTES).find(([id]) => id === name)?.[1];
  if (route === undefined) throw new Error(`${name} is no route.`);
  return { name, route, ...sample };
});

/** Products, clients, and a subscription in each state. */
export async function seededRegistry(dependencies: Parameters<typeof registryUnderTest>[0] = {}) {
  const registry = registryUnderTest(dependencies);
  const { call, stores, signingKeys } = registry;
  for (const productId of ['orders', 'spare', 'gated']) {
    await call('POST', '/products', {
      ...newProduct,
      productId,
      ...(productId === 'gated' && { keyApproval: 'manual' }),
    });
  }
  for (const clientId of ['acme', 'spare']) await call('POST', '/clients', { ...newClient, clientId });
  const subscribe = async (productId: string) =>
    (await call('POST', '/subscriptions', { clientId: 'acme', productId })).body;
  const active = await subscribe('orders');
  const pending = await subscribe('gated');
  const paused = await subscribe('orders');
  await call('POST', `/subscriptions/${paused.consumerKey}/pause`);
  const names: Readonly<Record<string, string>> = {
    active: active.consumerKey,
    pending: pending.consumerKey,
    paused: paused.consumerKey,
    secretId: active.secrets[0].secretId,
    kid: CURRENT_KID,
  };
  return {
    ...registry,
    active,
    /** Everything that is stored. */
    stored: () => [stores.products.all(), stores.clients.all(), stores.subscriptions.all(), signingKeys.all()],
    pathOf: (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? ''),
  };
}
