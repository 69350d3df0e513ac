import { expect, test } from '@jest/globals';
import type { ClientChange } from '#core/registry/contract.ts';
import { changeClient, deleteClient } from '#core/registry/manage-clients.ts';
import { aClient } from '#test/support/registry-fixtures.ts';
import { aRegistryWorld, CALLER } from '#test/support/registry-world.ts';

const CURRENT = ['1-bbbbbbbb'];

test.each<['active' | 'disabled', ClientChange, string]>([
  ['active', { displayName: 'Other' }, 'client.change'],
  ['active', { email: 'other@acme.example' }, 'client.change'],
  ['active', { status: 'disabled' }, 'client.disable'],
  ['active', { status: 'disabled', displayName: 'Other' }, 'client.disable'],
  ['disabled', { status: 'active' }, 'client.enable'],
  ['disabled', { status: 'disabled', attributes: { a: 'b' } }, 'client.change'],
])('a client that is %s, changed by %j, is told of as %s', async (status, change, action) => {
  const { ports, stores } = aRegistryWorld();
  stores.clients.put(aClient({ status }));

  const result = await changeClient(ports, CALLER, 'acme', change, CURRENT);

  expect(result).toMatchObject({ ok: true, value: { ...change, revision: 2, lastChange: { action } } });
});

test('a client cannot be changed in a state that it is not in any more', async () => {
  const { ports, stores } = aRegistryWorld();
  await changeClient(ports, CALLER, 'acme', { displayName: 'First' }, CURRENT);

  const result = await changeClient(ports, CALLER, 'acme', { displayName: 'Second' }, CURRENT);

  expect(result).toEqual({ ok: false, failure: { reason: 'precondition_failed' } });
  expect(stores.clients.all()[0]).toMatchObject({ displayName: 'First', revision: 2 });
});

test('a client that another one has taken the place of is not changed by the tag of the first', async () => {
  const { ports, stores } = aRegistryWorld();
  stores.clients.put(aClient({ incarnation: 'c'.repeat(32) }));

  const result = await changeClient(ports, CALLER, 'acme', { displayName: 'Second' }, CURRENT);

  expect(result).toEqual({ ok: false, failure: { reason: 'precondition_failed' } });
});

test('a change that another comes before is decided again without a tag, and refused with one', async () => {
  const { ports } = aRegistryWorld();
  const overtaken = (times: number) => {
    let left = times;
    const replace: typeof ports.clients.replace = async (next) => {
      left -= 1;
      return left >= 0 ? 'conflict' : ports.clients.replace(next);
    };
    return { ...ports, clients: { ...ports.clients, replace } };
  };

  const tagged = await changeClient(overtaken(1), CALLER, 'acme', { displayName: 'Other' }, CURRENT);
  const always = await changeClient(overtaken(9), CALLER, 'acme', { displayName: 'Other' }, '*');
  const once = await changeClient(overtaken(1), CALLER, 'acme', { displayName: 'Other' }, '*');

  expect(tagged).toEqual({ ok: false, failure: { reason: 'precondition_failed' } });
  expect(always).toMatchObject({ ok: false, failure: { reason: 'conflict' } });
  expect(once.ok).toBe(true);
});

test('a client with subscriptions is deleted only when that is confirmed', async () => {
  const { ports } = aRegistryWorld();

  const refused = await deleteClient(ports, CALLER, 'acme', { ifMatch: CURRENT, confirm: undefined });
  const confirmed = await deleteClient(ports, CALLER, 'acme', { ifMatch: CURRENT, confirm: 'acme' });
  const again = await deleteClient(ports, CALLER, 'acme', { ifMatch: '*', confirm: 'acme' });

  expect(refused).toMatchObject({ failure: { reason: 'in_use' } });
  expect(confirmed).toMatchObject({ ok: true, value: { lastChange: { action: 'client.delete' } } });
  expect(again).toEqual({ ok: false, failure: { reason: 'not_found' } });
});
