/** Compares a subscription of a file with those in the registry: the one of this client to this product. */
import type { RegistryClient } from '#adapters/http/registry-client.ts';
import type { WireSubscription } from '#core/registry/contract.ts';
import { usageError } from '../cli-error.ts';
import { readPages } from '../registry/read-pages.ts';
import { findDifferences } from './differences.ts';
import { type Entry, isSubscriptionStatus, type SubscriptionStatus } from './manifest.ts';
import { describeNew, withoutNulls } from './plan-products-and-clients.ts';
import { checked, type NewCredentials, type Step } from './step.ts';

type Transition = 'approveSubscription' | 'pauseSubscription' | 'resumeSubscription' | 'revokeSubscription';

/** Nothing where there is nothing to do. @param newId for idempotency keys @throws CliError */
export async function planSubscription(
  registry: RegistryClient,
  given: Entry,
  newId: () => string,
): Promise<readonly Step[]> {
  const { status: wantedStatus, consumerKey, ...entry } = given;
  const clientId = String(entry.clientId);
  const productId = String(entry.productId);
  const status = isSubscriptionStatus(wantedStatus) ? wantedStatus : undefined;
  const name = `${clientId} → ${productId}`;
  const current = await findSubscription(registry, { clientId, productId, consumerKey, name, status });
  if (current === undefined) return [planNew(registry, { ...entry, clientId, productId }, name, status, newId)];

  const { patch, changes } = findDifferences(entry, { ...current }, ['clientId', 'productId']);
  const transitions = findTransitions(name, current.status, status);
  const all = [...changes, ...(transitions.length > 0 ? [{ field: 'status', from: current.status, to: status }] : [])];
  if (all.length === 0) return [];
  const path = { consumerKey: current.consumerKey };
  const change = checked('changeSubscription', `subscription ${name}`, {
    path,
    headers: { 'if-match': '*' },
    body: patch,
  });
  const carryOut = async () => {
    if (changes.length > 0) {
      // Read again for its ETag: lists give none.
      const { etag = '*' } = await registry.call('readSubscription', { path });
      await registry.call('changeSubscription', { ...change, path, headers: { 'if-match': etag } });
    }
    for (const transition of transitions) await registry.call(transition, { path });
    return undefined;
  };
  return [{ kind: 'subscription', name, action: 'change', changes: all, carryOut }];
}

function planNew(
  registry: RegistryClient,
  entry: Entry & { readonly clientId: string; readonly productId: string },
  name: string,
  status: SubscriptionStatus | undefined,
  newId: () => string,
): Step {
  const body = withoutNulls(entry);
  const call = checked('createSubscription', `subscription ${name}`, { headers: { 'idempotency-key': newId() }, body });
  const carryOut = async (): Promise<NewCredentials> => {
    const { consumerSecret, consumerKey, status: made } = (await registry.call('createSubscription', call)).body;
    const { clientId, productId } = entry;
    const path = { consumerKey };
    for (const transition of findTransitions(name, made, status === 'pending' ? undefined : status)) {
      await registry.call(transition, { path });
    }
    return { clientId, productId, consumerKey, consumerSecret };
  };
  const changes = [
    ...describeNew(body, ['clientId', 'productId']),
    ...(status === undefined ? [] : [{ field: 'status', to: status }]),
  ];
  return { kind: 'subscription', name, action: 'create', changes, carryOut };
}

interface Wanted {
  readonly clientId: string;
  readonly productId: string;
  readonly consumerKey: unknown;
  readonly name: string;
  readonly status: SubscriptionStatus | undefined;
}

/** A revoked one counts only for who wants it revoked: whoever wants access gets a new one. */
async function findSubscription(
  registry: RegistryClient,
  { clientId, productId, consumerKey, name, status }: Wanted,
): Promise<WireSubscription | undefined> {
  const { items } = await readPages((page) => registry.call('listSubscriptions', { query: { ...page, clientId } }));
  const ofBoth = items.filter((one) => one.productId === productId);
  if (consumerKey !== undefined) {
    const named = ofBoth.find((one) => one.consumerKey === consumerKey);
    if (named !== undefined) return named;
    throw usageError(
      `There is no subscription ${name} with the consumer key ${String(consumerKey)}.`,
      'Leave consumerKey out to make one.',
    );
  }
  const alive = ofBoth.filter((one) => one.status !== 'revoked');
  const [only, ...more] = alive;
  if (more.length > 0) {
    throw usageError(`There are ${alive.length} subscriptions ${name}.`, 'Say which one is meant with consumerKey.');
  }
  return only ?? (status === 'revoked' ? ofBoth[0] : undefined);
}

function findTransitions(
  name: string,
  from: SubscriptionStatus,
  to: SubscriptionStatus | undefined,
): readonly Transition[] {
  if (to === undefined || to === from) return [];
  if (to === 'revoked') return ['revokeSubscription'];
  if (from === 'pending' && to === 'active') return ['approveSubscription'];
  if (from === 'pending' && to === 'paused') return ['approveSubscription', 'pauseSubscription'];
  if (from === 'active' && to === 'paused') return ['pauseSubscription'];
  if (from === 'paused' && to === 'active') return ['resumeSubscription'];
  throw usageError(`The subscription ${name} is ${from} and cannot become ${to}.`, 'Correct its status in the file.');
}
