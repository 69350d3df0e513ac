/** Compares the products and clients of a file with those in the registry. */
import type { RegistryClient } from '#adapters/http/registry-client.ts';
import { orMissing } from '../registry/or-missing.ts';
import { findDifferences } from './differences.ts';
import type { Entry } from './manifest.ts';
import { checked, type Step } from './step.ts';

/** Nothing where there is nothing to do. @param newId for idempotency keys @throws CliError */
export async function planProduct(
  registry: RegistryClient,
  given: Entry,
  newId: () => string,
): Promise<readonly Step[]> {
  const productId = String(given.productId);
  const kind = 'product';
  const name = `product "${productId}"`;
  const current = await orMissing(registry.call('readProduct', { path: { productId } }));
  if (current === undefined) {
    const body = withoutNulls({ displayName: productId, scopes: [], ...given });
    const call = checked('createProduct', name, { headers: { 'idempotency-key': newId() }, body });
    const carryOut = async () => void (await registry.call('createProduct', call));
    return [{ kind, name: productId, action: 'create', changes: describeNew(body, ['productId']), carryOut }];
  }
  const { patch, changes } = findDifferences(given, { ...current.body }, ['productId']);
  if (changes.length === 0) return [];
  const headers = { 'if-match': current.etag ?? '*' };
  const call = checked('changeProduct', name, { path: { productId }, headers, body: patch });
  const carryOut = async () => void (await registry.call('changeProduct', call));
  return [{ kind, name: productId, action: 'change', changes, carryOut }];
}

export async function planClient(
  registry: RegistryClient,
  given: Entry,
  newId: () => string,
): Promise<readonly Step[]> {
  const clientId = String(given.clientId);
  const kind = 'client';
  const name = `client "${clientId}"`;
  const current = await orMissing(registry.call('readClient', { path: { clientId } }));
  if (current === undefined) {
    const body = withoutNulls({ displayName: clientId, ...given });
    const call = checked('createClient', name, { headers: { 'idempotency-key': newId() }, body });
    const carryOut = async () => void (await registry.call('createClient', call));
    return [{ kind, name: clientId, action: 'create', changes: describeNew(body, ['clientId']), carryOut }];
  }
  const { patch, changes } = findDifferences(given, { ...current.body }, ['clientId']);
  if (changes.length === 0) return [];
  const headers = { 'if-match': current.etag ?? '*' };
  const call = checked('changeClient', name, { path: { clientId }, headers, body: patch });
  const carryOut = async () => void (await registry.call('changeClient', call));
  return [{ kind, name: clientId, action: 'change', changes, carryOut }];
}

export function withoutNulls(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}

export function describeNew(body: Entry, ids: readonly string[]) {
  return Object.entries(body)
    .filter(([field]) => !ids.includes(field))
    .map(([field, to]) => ({ field, to }));
}
