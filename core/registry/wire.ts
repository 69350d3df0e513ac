/** Products, clients and subscriptions as the registry API shows them: field by field, so that no hash can slip out. */
import type { AuditEntry } from './audit-entry.ts';
import type { Client } from './client.ts';
import type { ClientJwk } from './client-jwk.ts';
import type { WireAuditEntry, WireClient, WireProduct, WireSecret, WireSubscription } from './contract.ts';
import type { Product } from './product.ts';
import type { ConsumerSecret, Subscription } from './subscription.ts';

/** What of an answer depends on when it is given. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Epoch milliseconds by secret id. */
  readonly lastUsed: ReadonlyMap<string, number>;
}

/** What is told by digest in the audit trail must not change by itself. */
const NO_MOMENT: Moment = { now: 0, lastUsed: new Map() };

const SOON = 14 * 86_400_000;

/** What was made of it last is the audit trail's to tell. */
type Shown<Item> = Omit<Item, 'lastChange'>;

export function wireProduct(product: Shown<Product>): WireProduct {
  return {
    productId: product.productId,
    displayName: product.displayName,
    ...(product.description !== undefined && { description: product.description }),
    projects: product.projects.map(({ projectId, operations, soapOperations }) => ({
      projectId,
      ...(operations !== undefined && { operations: operations.map(({ methods, path }) => ({ methods, path })) }),
      ...(soapOperations !== undefined && { soapOperations }),
    })),
    scopes: product.scopes,
    access: product.access,
    keyApproval: product.keyApproval,
    ...(product.accessTokenExpiryTime !== undefined && { accessTokenExpiryTime: product.accessTokenExpiryTime }),
    ...(product.authenticationMethods !== undefined && { authenticationMethods: product.authenticationMethods }),
    attributes: product.attributes,
    ...wireState(product),
  };
}

export function wireClient(client: Shown<Client>): WireClient {
  return {
    clientId: client.clientId,
    displayName: client.displayName,
    email: client.email,
    status: client.status,
    attributes: client.attributes,
    ...wireState(client),
  };
}

export function wireSubscription(subscription: Shown<Subscription>, moment: Moment): WireSubscription {
  const { validFrom, expiresAt, tokensNotBefore, jwks } = subscription;
  return {
    consumerKey: subscription.consumerKey,
    clientId: subscription.clientId,
    productId: subscription.productId,
    status: subscription.status,
    ...(validFrom !== undefined && { validFrom: iso(validFrom) }),
    ...(expiresAt !== undefined && { expiresAt: iso(expiresAt) }),
    expiresSoon: isSoon(expiresAt, moment.now),
    ...(tokensNotBefore !== undefined && { tokensNotBefore: iso(tokensNotBefore * 1_000) }),
    secrets: subscription.secrets.map((secret) => wireSecret(secret, moment)),
    ...(jwks !== undefined && { jwks: { keys: wireKeys(subscription) } }),
    attributes: subscription.attributes,
    ...wireState(subscription),
  };
}

/** None where it has no key set. */
export function wireKeys({ jwks }: Pick<Subscription, 'jwks'>): readonly ClientJwk[] {
  return jwks?.keys.map(wireJwk) ?? [];
}

function wireJwk(jwk: ClientJwk): ClientJwk {
  const labels = { ...(jwk.kid !== undefined && { kid: jwk.kid }), ...(jwk.use !== undefined && { use: jwk.use }) };
  switch (jwk.kty) {
    case 'EC': {
      const { kty, crv, x, y, alg } = jwk;
      return { kty, crv, x, y, ...(alg !== undefined && { alg }), ...labels };
    }
    case 'RSA': {
      const { kty, n, e, alg } = jwk;
      return { kty, n, e, ...(alg !== undefined && { alg }), ...labels };
    }
    case 'OKP': {
      const { kty, crv, x, alg } = jwk;
      return { kty, crv, x, ...(alg !== undefined && { alg }), ...labels };
    }
  }
}

/** What the audit trail tells of a subscription by digest. */
export function showSubscription(subscription: Shown<Subscription>): object {
  return wireSubscription(subscription, NO_MOMENT);
}

export function wireSecret({ secretId, hint, createdAt, expiresAt }: ConsumerSecret, moment: Moment): WireSecret {
  const lastUsedAt = moment.lastUsed.get(secretId);
  return {
    secretId,
    hint,
    createdAt: iso(createdAt),
    ...(expiresAt !== undefined && { expiresAt: iso(expiresAt) }),
    ...(lastUsedAt !== undefined && { lastUsedAt: iso(lastUsedAt) }),
    expiresSoon: isSoon(expiresAt, moment.now),
  };
}

export function wireAuditEntry(entry: AuditEntry): WireAuditEntry {
  const { entity, incarnation, revision, action, principal, requestId, at, before, after, subject } = entry;
  return {
    entity,
    incarnation,
    revision,
    action,
    principal,
    requestId,
    at: iso(at),
    ...(before !== undefined && { before }),
    after,
    ...(subject !== undefined && { subject }),
  };
}

function wireState({ revision, createdAt, changedAt }: Pick<Product, 'revision' | 'createdAt' | 'changedAt'>) {
  return { revision, createdAt: iso(createdAt), changedAt: iso(changedAt) };
}

/** Within 14 days from now; what has ended already does not end soon. */
function isSoon(expiresAt: number | undefined, now: number): boolean {
  return expiresAt !== undefined && now < expiresAt && expiresAt <= now + SOON;
}

/** @param time epoch milliseconds */
function iso(time: number): string {
  return new Date(time).toISOString();
}
