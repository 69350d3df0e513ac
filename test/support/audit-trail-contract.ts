/** What every implementation of the audit trail must do; each of them runs this suite. */
import { expect, test } from '@jest/globals';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import type { AuditTrail } from '#core/registry/ports.ts';
import { eventually } from './eventually.ts';
import { readAll } from './read-all.ts';
import { aChange } from './registry-fixtures.ts';

/** 2027-01-31T00:00:00Z */
export const MIDNIGHT = 1_801_353_600_000;

export function anAuditEntry(fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...aChange({ at: MIDNIGHT }),
    entity: 'product/starter',
    incarnation: 'a'.repeat(32),
    revision: 1,
    ...fields,
  };
}

/** @param freshTrail gives an empty one at each call */
export function describeAuditTrail(freshTrail: () => Promise<AuditTrail>): void {
  test('entries come back as they were added, with their optional fields or without', async () => {
    const trail = await freshTrail();
    const plain = anAuditEntry();
    const full = anAuditEntry({ revision: 2, at: MIDNIGHT + 1, before: '1'.repeat(64), subject: 'c'.repeat(16) });

    await trail.add(plain);
    await trail.add(full);

    await eventually(async () => {
      const { items, unreadable } = await trail.listOfEntity('product/starter', { limit: 10 });
      expect(items).toEqual([full, plain]);
      expect(unreadable).toEqual([]);
    });
  });

  test.each(['add', 'ensure'] as const)(
    '%s adds what is missing, and changes nothing that is there',
    async (method) => {
      const trail = await freshTrail();
      const entry = anAuditEntry();

      await trail[method](entry);
      await trail.add({ ...entry, principal: 'somebody else' });
      await trail.ensure({ ...entry, principal: 'somebody else' });

      await eventually(async () => {
        expect((await trail.listOfEntity('product/starter', { limit: 10 })).items).toEqual([entry]);
      });
      expect((await trail.listOfEntity('product/starter', { limit: 10 })).items).toEqual([entry]);
    },
  );

  test('of one entry, ensured twenty times at once, there is one', async () => {
    const trail = await freshTrail();

    await Promise.all(Array.from({ length: 20 }, () => trail.ensure(anAuditEntry())));

    await eventually(async () => {
      expect((await trail.listOfEntity('product/starter', { limit: 10 })).items).toHaveLength(1);
    });
  });

  test('a thing’s entries are listed newest first, whatever its incarnations, and none of another thing', async () => {
    const trail = await freshTrail();
    const again = 'f'.repeat(32);
    const entries = [
      anAuditEntry({ revision: 1, at: MIDNIGHT }),
      anAuditEntry({ revision: 2, at: MIDNIGHT }),
      ...Array.from({ length: 9 }, (_, index) => anAuditEntry({ revision: 3 + index, at: MIDNIGHT + 1 + index })),
      anAuditEntry({ incarnation: again, revision: 1, at: MIDNIGHT + 100 }),
      anAuditEntry({ incarnation: again, revision: 2, at: MIDNIGHT + 200 }),
    ];
    for (const entry of [...entries].reverse()) await trail.add(entry);
    await trail.add(anAuditEntry({ entity: 'product/starter2' }));
    await trail.add(anAuditEntry({ entity: 'client/starter' }));

    await eventually(async () => {
      for (const limit of [1, 4, 13, 100]) {
        expect(await readAll((page) => trail.listOfEntity('product/starter', page), limit)).toEqual(
          [...entries].reverse(),
        );
      }
    });
    expect(await trail.listOfEntity('product/nobody', { limit: 5 })).toEqual({ items: [], unreadable: [] });
  });

  test('a day’s entries are listed newest first, from its first millisecond in UTC to its last', async () => {
    const trail = await freshTrail();
    const lastMoment = MIDNIGHT + 24 * 60 * 60 * 1_000 - 1;
    const ofTheDay = [
      anAuditEntry({ entity: 'product/first', at: MIDNIGHT }),
      anAuditEntry({ entity: 'client/noon', incarnation: 'b'.repeat(32), at: MIDNIGHT + 43_200_000 }),
      anAuditEntry({ entity: 'subscription/tgk_1', incarnation: 'c'.repeat(32), at: lastMoment }),
    ];
    await trail.add(anAuditEntry({ entity: 'product/before', incarnation: 'd'.repeat(32), at: MIDNIGHT - 1 }));
    for (const entry of ofTheDay) await trail.add(entry);
    await trail.add(anAuditEntry({ entity: 'product/after', incarnation: 'e'.repeat(32), at: lastMoment + 1 }));

    await eventually(async () => {
      for (const limit of [1, 2, 3, 50]) {
        expect(await readAll((page) => trail.listOfDay('2027-01-31', page), limit)).toEqual([...ofTheDay].reverse());
      }
    });
    expect(await trail.listOfDay('1999-01-01', { limit: 5 })).toEqual({ items: [], unreadable: [] });
  });

  test('twelve entries of one millisecond are listed each exactly once, whatever the page size', async () => {
    const trail = await freshTrail();
    for (let index = 0; index < 12; index += 1) {
      await trail.add(anAuditEntry({ entity: `client/c${index}`, incarnation: String(index).padStart(32, '0') }));
    }

    await eventually(async () => {
      for (const limit of [1, 5, 12]) {
        const listed = await readAll((page) => trail.listOfDay('2027-01-31', page), limit);
        expect(new Set(listed.map(({ entity }) => entity)).size).toBe(12);
        expect(listed).toHaveLength(12);
      }
    });
  });

  test('what is added while a list is read does not disturb its next page', async () => {
    const trail = await freshTrail();
    for (let revision = 1; revision <= 4; revision += 1)
      await trail.add(anAuditEntry({ revision, at: MIDNIGHT + revision }));
    await eventually(async () => {
      expect((await trail.listOfEntity('product/starter', { limit: 9 })).items).toHaveLength(4);
    });

    const { next } = await trail.listOfEntity('product/starter', { limit: 2 });
    await trail.add(anAuditEntry({ revision: 5, at: MIDNIGHT + 5 }));
    const { items } = await trail.listOfEntity('product/starter', { limit: 9, after: next! });

    expect(items.map(({ revision }) => revision)).toEqual([2, 1]);
  });

  test.each(['', ' ', 'nonsense', '\u{1F9FE}', '0', 'z'.repeat(1_000), 'z'.repeat(1_025)])(
    'a place %j that is none of the list’s own harms nobody',
    async (after) => {
      const trail = await freshTrail();
      await trail.add(anAuditEntry());

      const { items } = await trail.listOfEntity('product/starter', { limit: 5, after });

      expect(items.length).toBeLessThanOrEqual(1);
    },
  );
}
