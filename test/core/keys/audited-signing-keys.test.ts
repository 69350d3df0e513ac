import { expect, test } from '@jest/globals';
import { auditedSigningKeys } from '#core/keys/audited-signing-keys.ts';
import type { KeyRecord } from '#core/keys/signing-key.ts';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import { aKeyRecord, aSigningKey, inMemorySigningKeys } from '#test/support/in-memory-signing-keys.ts';
import { aChange } from '#test/support/registry-fixtures.ts';

/** A key from before there were revisions: nothing is known of the change that made it. */
const { lastChange: _, ...unaudited } = aSigningKey({ revision: 0 });

function aWorld(...seed: ReturnType<typeof aSigningKey>[]) {
  const told: string[] = [];
  const nameOf = ({ entity, revision }: AuditEntry) => `${entity} ${revision}`;
  const audit = {
    add: async (entry: AuditEntry) => void told.push(`add ${nameOf(entry)}`),
    ensure: async (entry: AuditEntry) => void told.push(`ensure ${nameOf(entry)}`),
  };
  const report = (fault: unknown) => void told.push(`report ${String(fault)}`);
  const store = inMemorySigningKeys(() => 0, seed);
  return { told, store, audited: auditedSigningKeys(store, { audit, report }) };
}

function changed(key: KeyRecord): KeyRecord {
  return { ...key, revision: key.revision + 1, state: 'revoked', revokedAt: 0, lastChange: aChange() };
}

test('a change makes sure of the entry before it, and adds its own', async () => {
  const key = aSigningKey();
  const { told, audited } = aWorld(key);

  expect(await audited.change(aKeyRecord(), changed(aKeyRecord()))).toBe('changed');
  expect(told).toEqual([`ensure signing-key/${key.kid} 1`, `add signing-key/${key.kid} 2`]);
});

test('a change that another one came before has no entry', async () => {
  const { told, audited } = aWorld(aSigningKey({ revision: 2 }));
  const late = aKeyRecord();

  expect(await audited.change(late, changed(late))).toBe('conflict');
  expect(told).toEqual([`ensure signing-key/${late.kid} 1`]);
});

test('a key that is there already has no second entry', async () => {
  const key = aSigningKey();
  const { told, audited } = aWorld();

  expect([await audited.create(key), await audited.create(key)]).toEqual(['created', 'exists']);
  expect(told).toEqual([`add signing-key/${key.kid} 1`]);
});

test('a key from before there were revisions has no entry, and can be listed and changed all the same', async () => {
  const { told, audited } = aWorld(unaudited);
  const [listed] = await audited.list();

  expect(listed).toMatchObject({ kid: unaudited.kid, revision: 0 });
  expect(told).toEqual([]);
  expect(await audited.change(listed!, changed(listed!))).toBe('changed');
  expect(told).toEqual([`add signing-key/${unaudited.kid} 1`]);
});
