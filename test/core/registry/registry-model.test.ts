import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { authorizeRequest } from '#core/access/authorize-request.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { AUDITED_CLIENTS, AUDITED_PRODUCTS, AUDITED_SUBSCRIPTIONS } from '#core/registry/audited-kind.ts';
import { auditedStore } from '#core/registry/audited-store.ts';
import { createSubscription } from '#core/registry/create-subscription.ts';
import { changeClient, createClient, deleteClient } from '#core/registry/manage-clients.ts';
import { createProduct, deleteProduct } from '#core/registry/manage-products.ts';
import { retireSecret, rotateSecret } from '#core/registry/manage-secrets.ts';
import { deleteSubscription } from '#core/registry/manage-subscriptions.ts';
import { changeStatus, type Transition } from '#core/registry/subscription-transitions.ts';
import { inMemoryAuditTrail } from '#test/support/in-memory-audit-trail.ts';
import { CALLER } from '#test/support/registry-world.ts';
import { aTokenWorld, CONSUMER_KEY } from '#test/support/token-world.ts';

/** What is true of the registry, told as simply as can be. */
interface Model {
  now: number;
  generation: number;
  revisions: number;
  products: Map<string, { generation: number; manual: boolean }>;
  clients: Map<string, { generation: number; active: boolean }>;
  subscriptions: ModelSubscription[];
  tokens: { text: string; subscription: ModelSubscription; issuedAt: number; endsAt: number }[];
}

interface ModelSubscription {
  key: string;
  clientId: string;
  clientGeneration: number;
  productId: string;
  productGeneration: number;
  status: 'pending' | 'active' | 'paused' | 'revoked' | 'deleted';
  secrets: { id: string; text: string; endsAt: number }[];
  /** Epoch seconds. */
  tokensNotBefore: number;
}

function realRegistry() {
  const world = aTokenWorld();
  const { registry } = world;
  registry.products.delete('orders');
  registry.clients.delete('acme');
  registry.subscriptions.delete(CONSUMER_KEY);
  const auditTrail = inMemoryAuditTrail();
  const audit = {
    audit: auditTrail,
    report: (fault: unknown) => {
      throw fault;
    },
  };
  const { products, clients, subscriptions } = registry;
  const ports = {
    products: { ...products, ...auditedStore({ kind: AUDITED_PRODUCTS, store: products, ...audit }) },
    clients: { ...clients, ...auditedStore({ kind: AUDITED_CLIENTS, store: clients, ...audit }) },
    subscriptions: {
      ...subscriptions,
      ...auditedStore({ kind: AUDITED_SUBSCRIPTIONS, store: subscriptions, ...audit }),
    },
    catalogue: world.catalogue,
    clock: () => world.clock.now,
    randomBytes,
    secretHasher,
  };
  return { ...world, ports, auditTrail };
}

type Real = ReturnType<typeof realRegistry>;
type Command = fc.AsyncCommand<Model, Real>;
type Outcome = { readonly ok: true } | { readonly ok: false; readonly failure: { readonly reason: string } };

function command(name: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    run: async (model, real) => {
      await run(model, real);
      await checkInvariants(model, real);
    },
    toString: () => name,
  };
}

/** What the registry answers, in a word. */
const saysOf = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.failure.reason);

const isLive = (model: Model) => (secret: { readonly endsAt: number }) => model.now < secret.endsAt;

/** Whether a subscription, its client and its product let anything through. */
function opens(model: Model, { status, clientId, clientGeneration, productId, productGeneration }: ModelSubscription) {
  const client = model.clients.get(clientId);
  return (
    status === 'active' &&
    client?.generation === clientGeneration &&
    client.active &&
    model.products.get(productId)?.generation === productGeneration
  );
}

async function checkInvariants(model: Model, { registry, auditTrail }: Real) {
  const stored = registry.subscriptions.all().filter(({ deletedAt }) => deletedAt === undefined);
  for (const { consumerKey, secrets, status, tokensNotBefore = 0 } of stored) {
    const expected = model.subscriptions.find(({ key }) => key === consumerKey);
    expect([status, tokensNotBefore]).toEqual([expected?.status, expected?.tokensNotBefore]);
    const live = secrets.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => model.now < expiresAt);
    expect(live.length).toBeLessThanOrEqual(2);
    expect(live.map(({ secretId }) => secretId)).toEqual(expected?.secrets.filter(isLive(model)).map(({ id }) => id));
  }
  expect(stored).toHaveLength(model.subscriptions.filter(({ status }) => status !== 'deleted').length);
  // Every revision of everything has its entry, and there is none besides.
  expect(auditTrail.all()).toHaveLength(model.revisions);
}

const productCreated = (productId: string, manual: boolean) =>
  command(`create ${productId} with ${manual ? 'manual' : 'automatic'} approval`, async (model, { ports }) => {
    const outcome = await createProduct(ports, CALLER, {
      productId,
      displayName: 'Product',
      projects: [{ projectId: 'orders' }],
      scopes: ['orders:read'],
      keyApproval: manual ? 'manual' : 'automatic',
    });
    expect(saysOf(outcome)).toBe(model.products.has(productId) ? 'exists' : 'ok');
    if (!outcome.ok) return;
    model.generation += 1;
    model.revisions += 1;
    model.products.set(productId, { generation: model.generation, manual });
  });

const clientCreated = (clientId: string) =>
  command(`create ${clientId}`, async (model, { ports }) => {
    const fields = { clientId, displayName: 'Client', email: 'a@b.example' };
    const outcome = await createClient(ports, CALLER, fields);
    expect(saysOf(outcome)).toBe(model.clients.has(clientId) ? 'exists' : 'ok');
    if (!outcome.ok) return;
    model.generation += 1;
    model.revisions += 1;
    model.clients.set(clientId, { generation: model.generation, active: true });
  });

const clientSwitched = (clientId: string, active: boolean) =>
  command(`${active ? 'enable' : 'disable'} ${clientId}`, async (model, { ports }) => {
    const status = active ? 'active' : 'disabled';
    const outcome = await changeClient(ports, CALLER, clientId, { status }, '*');
    const client = model.clients.get(clientId);
    expect(saysOf(outcome)).toBe(client === undefined ? 'not_found' : 'ok');
    if (client === undefined || client.active === active) return;
    model.revisions += 1;
    client.active = active;
  });

const productDeleted = (productId: string, confirmed: boolean) =>
  command(`delete ${productId}${confirmed ? ' for sure' : ''}`, async (model, { ports }) => {
    const confirm = confirmed ? productId : undefined;
    const outcome = await deleteProduct(ports, CALLER, productId, { ifMatch: '*', confirm });
    const product = model.products.get(productId);
    const uses = model.subscriptions.filter(
      ({ status, productGeneration }) =>
        status !== 'revoked' && status !== 'deleted' && productGeneration === product?.generation,
    );
    const refusal = uses.length > 0 && !confirmed ? 'in_use' : 'ok';
    expect(saysOf(outcome)).toBe(product === undefined ? 'not_found' : refusal);
    if (!outcome.ok) return;
    model.revisions += 1;
    model.products.delete(productId);
  });

const clientDeleted = (clientId: string, confirmed: boolean) =>
  command(`delete ${clientId}${confirmed ? ' for sure' : ''}`, async (model, { ports }) => {
    const confirm = confirmed ? clientId : undefined;
    const outcome = await deleteClient(ports, CALLER, clientId, { ifMatch: '*', confirm });
    const client = model.clients.get(clientId);
    const uses = model.subscriptions.filter(
      ({ status, clientGeneration }) =>
        status !== 'revoked' && status !== 'deleted' && clientGeneration === client?.generation,
    );
    const refusal = uses.length > 0 && !confirmed ? 'in_use' : 'ok';
    expect(saysOf(outcome)).toBe(client === undefined ? 'not_found' : refusal);
    if (!outcome.ok) return;
    model.revisions += 1;
    model.clients.delete(clientId);
  });

const subscribed = (clientId: string, productId: string) =>
  command(`subscribe ${clientId} to ${productId}`, async (model, { ports }) => {
    const outcome = await createSubscription(ports, CALLER, { clientId, productId });
    const client = model.clients.get(clientId);
    const product = model.products.get(productId);
    if (client === undefined || product === undefined) {
      expect(saysOf(outcome)).toBe('invalid');
      return;
    }
    if (!outcome.ok || outcome.value.consumerSecret === undefined) throw new Error('There is no subscription.');
    const { subscription, consumerSecret } = outcome.value;
    model.revisions += 1;
    model.subscriptions.push({
      key: subscription.consumerKey,
      clientId,
      clientGeneration: client.generation,
      productId,
      productGeneration: product.generation,
      status: product.manual ? 'pending' : 'active',
      secrets: subscription.secrets.map(({ secretId }) => ({
        id: secretId,
        text: consumerSecret,
        endsAt: Number.POSITIVE_INFINITY,
      })),
      tokensNotBefore: 0,
    });
  });

/** Runs with one of the subscriptions that there were, if any. */
const withSubscription = (
  name: string,
  which: number,
  run: (subscription: ModelSubscription, model: Model, real: Real) => Promise<void>,
) =>
  command(`${name} subscription ${which}`, async (model, real) => {
    const subscription = model.subscriptions[which % Math.max(model.subscriptions.length, 1)];
    if (subscription !== undefined) await run(subscription, model, real);
  });

const NEXT = {
  approve: { pending: 'active', active: 'active' },
  pause: { active: 'paused', paused: 'paused' },
  resume: { paused: 'active', active: 'active' },
  revoke: { pending: 'revoked', active: 'revoked', paused: 'revoked', revoked: 'revoked' },
} as const satisfies Record<Transition, Partial<Record<string, ModelSubscription['status']>>>;

const changed = (transition: Transition, which: number) =>
  withSubscription(transition, which, async (subscription, model, { ports }) => {
    const outcome = await changeStatus(ports, CALLER, subscription.key, transition, undefined);
    const possible: Partial<Record<string, ModelSubscription['status']>> = NEXT[transition];
    const next = possible[subscription.status];
    const refusal = subscription.status === 'deleted' ? 'not_found' : 'conflict';
    expect(saysOf(outcome)).toBe(next === undefined ? refusal : 'ok');
    if (next === undefined || next === subscription.status) return;
    model.revisions += 1;
    subscription.status = next;
  });

const subscriptionDeleted = (which: number, confirmed: boolean) =>
  withSubscription(`delete${confirmed ? ' for sure' : ''}`, which, async (subscription, model, { ports }) => {
    const confirm = confirmed ? subscription.key : undefined;
    const outcome = await deleteSubscription(ports, CALLER, subscription.key, { ifMatch: '*', confirm });
    const isHeld = !confirmed && ['active', 'paused'].includes(subscription.status);
    expect(saysOf(outcome)).toBe(subscription.status === 'deleted' ? 'not_found' : isHeld ? 'in_use' : 'ok');
    if (!outcome.ok) return;
    model.revisions += 1;
    subscription.status = 'deleted';
  });

const rotated = (which: number, overlap: number) =>
  withSubscription(`rotate with ${overlap} ms`, which, async (subscription, model, { ports }) => {
    const outcome = await rotateSecret(ports, CALLER, subscription.key, { overlap });
    const isFull = subscription.secrets.filter(isLive(model)).length >= 2 && overlap > 0;
    const refusal = subscription.status === 'revoked' || isFull ? 'conflict' : 'ok';
    expect(saysOf(outcome)).toBe(subscription.status === 'deleted' ? 'not_found' : refusal);
    if (!outcome.ok) return;
    const { secret, consumerSecret = '' } = outcome.value;
    model.revisions += 1;
    for (const older of subscription.secrets) older.endsAt = Math.min(older.endsAt, model.now + overlap);
    subscription.secrets.push({ id: secret.secretId, text: consumerSecret, endsAt: Number.POSITIVE_INFINITY });
  });

const retired = (which: number, whichSecret: number, endTokens: boolean) =>
  withSubscription(`retire${endTokens ? ' with its tokens' : ''}`, which, async (subscription, model, { ports }) => {
    const secret = subscription.secrets[whichSecret % subscription.secrets.length];
    if (secret === undefined) return;
    const path = { consumerKey: subscription.key, secretId: secret.id };
    const outcome = await retireSecret(ports, CALLER, path, { endTokens });
    const wasLive = isLive(model)(secret);
    if (subscription.status === 'deleted' || (!wasLive && !outcome.ok)) {
      // One that ended long ago is not kept.
      expect(saysOf(outcome)).toBe('not_found');
      return;
    }
    expect(saysOf(outcome)).toBe('ok');
    if (wasLive || endTokens) model.revisions += 1;
    secret.endsAt = Math.min(secret.endsAt, model.now);
    if (endTokens) {
      subscription.tokensNotBefore = Math.max(subscription.tokensNotBefore + 1, Math.floor(model.now / 1_000) + 10);
    }
  });

const clockAdvanced = (milliseconds: number) =>
  command(`wait ${milliseconds} ms`, async (model, { clock }) => {
    model.now += milliseconds;
    clock.now += milliseconds;
  });

const tokenRequested = (which: number, whichSecret: number) =>
  withSubscription(`token by secret ${whichSecret} of`, which, async (subscription, model, { endpoint, issuing }) => {
    const secret = subscription.secrets[whichSecret % subscription.secrets.length];
    if (secret === undefined) return;
    const credentials = {
      method: 'client_secret_basic',
      clientId: subscription.key,
      clientSecret: secret.text,
    } as const;
    const request = { grantType: 'client_credentials', scope: undefined, resources: [], credentials };
    const outcome = await issueToken(request, endpoint, issuing);
    expect(outcome.ok).toBe(isLive(model)(secret) && opens(model, subscription));
    if (!outcome.ok) return;
    const { issuedAt, expiresAt } = outcome.value.token;
    expect(outcome.value.client.secretId).toBe(secret.id);
    model.tokens.push({ text: outcome.value.accessToken, subscription, issuedAt, endsAt: expiresAt });
  });

const tokenUsed = (which: number) =>
  command(`use token ${which}`, async (model, { authorizing }) => {
    const token = model.tokens[which % Math.max(model.tokens.length, 1)];
    if (token === undefined) return;
    const request = { method: 'GET', path: '/orders/7', resource: '/orders/{proxy+}', queryValues: () => [] };
    const outcome = await authorizeRequest({ ...request, authorizations: [`Bearer ${token.text}`] }, authorizing);
    const { subscription, issuedAt, endsAt } = token;
    expect(outcome.ok).toBe(
      model.now < endsAt * 1_000 && opens(model, subscription) && issuedAt >= subscription.tokensNotBefore,
    );
  });

const products = fc.constantFrom('starter', 'gold');
const clients = fc.constantFrom('acme', 'globex');
const which = fc.nat(5);
const overlap = fc.constantFrom(0, 1_000, 3_600_000);
const wait = fc.constantFrom(1, 400, 1_000, 300_000, 3_600_000, 90_000_000);
const transition = fc.constantFrom<Transition>('approve', 'pause', 'resume', 'revoke');
const commands = [
  fc.tuple(products, fc.boolean()).map(([id, manual]) => productCreated(id, manual)),
  clients.map(clientCreated),
  fc.tuple(clients, fc.boolean()).map(([id, active]) => clientSwitched(id, active)),
  fc.tuple(products, fc.boolean()).map(([id, confirmed]) => productDeleted(id, confirmed)),
  fc.tuple(clients, fc.boolean()).map(([id, confirmed]) => clientDeleted(id, confirmed)),
  fc.tuple(clients, products).map(([clientId, productId]) => subscribed(clientId, productId)),
  fc.tuple(clients, products).map(([clientId, productId]) => subscribed(clientId, productId)),
  fc.tuple(transition, which).map(([verb, index]) => changed(verb, index)),
  fc.tuple(which, fc.boolean()).map(([index, confirmed]) => subscriptionDeleted(index, confirmed)),
  fc.tuple(which, overlap).map(([index, duration]) => rotated(index, duration)),
  fc.tuple(which, which, fc.boolean()).map(([index, secret, endTokens]) => retired(index, secret, endTokens)),
  wait.map(clockAdvanced),
  fc.tuple(which, which).map(([index, secret]) => tokenRequested(index, secret)),
  fc.tuple(which, which).map(([index, secret]) => tokenRequested(index, secret)),
  which.map(tokenUsed),
  which.map(tokenUsed),
];

/** Without something to begin with, most commands would find nothing. */
const BEGINNING = [
  productCreated('starter', false),
  productCreated('gold', true),
  clientCreated('acme'),
  subscribed('acme', 'starter'),
  subscribed('acme', 'gold'),
  tokenRequested(0, 0),
];

test('whatever is done in whatever order, the registry, the token endpoint and the verifier agree with the model', async () => {
  const counts = { issued: 0, runs: 0 };
  await fc.assert(
    fc.asyncProperty(fc.commands([...commands], { maxCommands: 60, size: 'max' }), async (random) => {
      const real = realRegistry();
      const model: Model = {
        now: real.clock.now,
        generation: 0,
        revisions: 0,
        products: new Map(),
        clients: new Map(),
        subscriptions: [],
        tokens: [],
      };
      for (const one of BEGINNING) await one.run(model, real);
      await fc.asyncModelRun(() => ({ model, real }), random);
      counts.issued += model.tokens.length;
      counts.runs += 1;
      // No secret that was ever given out is stored.
      const stored = JSON.stringify([real.registry.subscriptions.all(), real.auditTrail.all()]);
      for (const { secrets } of model.subscriptions) {
        for (const { text } of secrets) expect(stored).not.toContain(text.slice(4, -7));
      }
    }),
    { numRuns: 150 },
  );
  // The model says little if nothing ever works.
  expect(counts.issued).toBeGreaterThan(counts.runs);
}, 30_000);
