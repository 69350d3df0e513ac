/** docs/storage-schema.md tells what is so: its tables are the tables, and its examples are read as real items are. */
import { readFileSync } from 'node:fs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { assertionUses } from '#adapters/dynamodb/assertion-uses.ts';
import { auditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { secretUses } from '#adapters/dynamodb/secret-uses.ts';
import { listSigningKeys } from '#adapters/dynamodb/signing-key-store.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { TABLES, type TableName, type TableShape } from '#adapters/dynamodb/tables.ts';
import { tokenRevocations } from '#adapters/dynamodb/token-revocations.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { eventually } from '#test/support/eventually.ts';

const dynalite = useDynalite();
const page = readFileSync(new URL('../../../docs/storage-schema.md', import.meta.url), 'utf8');
const shapes: readonly (readonly [string, TableShape])[] = Object.entries(TABLES);

/** From a table's heading to the next one. */
function sectionOf(table: string): string {
  const [, section = ''] = page.split(`\n## ${table}\n`);
  return section.split('\n## ')[0] ?? '';
}

function exampleOf(table: string): Record<string, unknown> {
  const [, json = 'none'] = /```json\n([\s\S]*?)```/.exec(sectionOf(table)) ?? [];
  return JSON.parse(json);
}

test.each(shapes)('%s is described with its keys, its indexes and its time to live', (table, shape) => {
  const { partitionKey, sortKey, sortKeyType, indexes = [], timeToLiveAttribute } = shape;
  const section = sectionOf(table);

  expect(section).toContain(`artition key \`${partitionKey}\``);
  if (sortKey !== undefined) expect(section).toContain(`sort key \`${sortKey}\``);
  if (sortKeyType === 'number') expect(section).toMatch(new RegExp(`sort key \`${sortKey}\`\\s+\\(number\\)`));
  for (const index of indexes) {
    expect(section.replaceAll('\n', ' ')).toContain(
      `\`${index.name}\` (partition \`${index.partitionKey}\`, sort \`${index.sortKey}\`)`,
    );
  }
  if (timeToLiveAttribute === undefined) expect(section).toContain('TTL: none');
  else expect(section).toMatch(/TTL: `timeToLive`|TTL: as for Products/);
});

test.each(shapes)('%s stands in the overview with its indexes', (table, { partitionKey, indexes = [] }) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${table} | \`${partitionKey}\``));

  expect(row).toBeDefined();
  for (const { name } of indexes) expect(row).toContain(`\`${name}\``);
});

test.each(shapes)('every attribute in the example of %s is described', (table) => {
  const shared = page.slice(page.indexOf('## What products, clients'), page.indexOf('\n## Products'));
  const described = table === 'AuditTrail' ? sectionOf(table) : `${shared}${sectionOf(table)}`;

  for (const attribute of Object.keys(exampleOf(table))) {
    expect(
      described.split('\n').filter((line) => line.startsWith('|') && line.includes(`\`${attribute}\``)),
    ).not.toEqual([]);
  }
});

test('the page knows no table that there is not', () => {
  const headings = page.split('\n').filter((line) => line.startsWith('## ') && !line.startsWith('## What '));

  expect(headings.map((line) => line.slice(3)).toSorted()).toEqual(Object.keys(TABLES).toSorted());
});

const reading: Readonly<Record<TableName, (table: string) => Promise<unknown>>> = {
  Products: (table) => productStore(dynalite.documents(), table).get('starter'),
  Clients: (table) => clientStore(dynalite.documents(), table).get('acme'),
  Subscriptions: (table) => subscriptionStore(dynalite.documents(), table).get('tgk_0000000000000000000000'),
  SecretUses: async (table) => {
    const uses = secretUses(dynalite.documents(), table, () => {});
    return (await uses.lastUsed('tgk_0000000000000000000000')).get('0123456789abcdef');
  },
  AuditTrail: async (table) => {
    const trail = auditTrail(dynalite.documents(), table);
    await trail.listOfDay('2027-02-01', { limit: 1 });
    return (await trail.listOfEntity('product/starter', { limit: 1 })).items[0];
  },
  Revocations: async (table) =>
    (await tokenRevocations(dynalite.documents(), table).isRevoked('AAAAAAAAAAAAAAAAAAAAAA')) || undefined,
  AssertionUses: async (table) => {
    const [consumerKey, assertionId] = ['tgk_0000000000000000000000', 'AAAAAAAAAAAAAAAAAAAAAA'];
    const use = { consumerKey, assertionId, endsAt: 0, useId: 'another' };
    return (await assertionUses(dynalite.documents(), table).use(use)) ? undefined : 'used';
  },
  SigningKeys: async (table) =>
    (await listSigningKeys({ documents: dynalite.documents(), tableName: table, report: () => {}, now: () => 0 }))[0],
};

test.each(Object.entries(reading))('the example of %s can be read, each of its attributes', async (name, read) => {
  const tableName = Object.keys(TABLES).find((known): known is TableName => known === name)!;
  const table = await dynalite.freshTable(tableName);
  const { schema, ...example } = exampleOf(name);
  await dynalite.documents().send(new PutCommand({ TableName: table, Item: { schema, ...example } }));

  await eventually(async () => expect(await read(table)).toBeDefined());

  const found = await read(table);
  if (name === 'Revocations') expect(found).toBe(true);
  else if (name === 'AssertionUses') expect(found).toBe('used');
  else if (name === 'SecretUses') expect(found).toBe(example.lastUsedAt);
  else if (name === 'SigningKeys') expect(found).toMatchObject({ kid: example.kid, publicJwk: { x: example.x } });
  else expect(example).toMatchObject(Object(found));
});
