import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findDifferences, takesAway } from '#cli/declarative/differences.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';
import { weatherCatalogue } from '../support/weather-catalogue.ts';

const FILE = `
products:
  - productId: starter
    displayName: Starter
    projects: [orders, { projectId: legacy, operations: [{ methods: [GET], path: /items }] }]
    scopes: [orders:write, orders:read]
    attributes: { tier: gold }
  - { productId: manual, projects: [orders], keyApproval: manual }
clients:
  - { clientId: acme, displayName: Acme, email: api@acme.example }
subscriptions:
  - { clientId: acme, productId: starter, expiresAt: 2027-12-31 }
  - { clientId: acme, productId: manual, status: active }
`;

const folder = temporaryFolder('apply');
const apply = (stdin: string, ...args: string[]) => [['apply', '-f', '-', '-o', 'json', ...args], { stdin }] as const;

describe('tollgate apply', () => {
  test('makes what is missing, and gives the secrets of new subscriptions', async () => {
    const { tollgate } = cliUnderTest();

    const { exitCode, json } = await tollgate(...apply(FILE));

    expect(exitCode).toBe(0);
    expect(json.changes.map((one: { action: string; name: string }) => `${one.action} ${one.name}`)).toEqual([
      'create starter',
      'create manual',
      'create acme',
      'create acme → starter',
      'create acme → manual',
    ]);
    expect(json.subscriptions).toHaveLength(2);
    expect(json.subscriptions[0].consumerSecret).toMatch(/^tgs_/);
    const { items } = (await tollgate(['subscriptions', 'list', '-o', 'json'])).json;
    expect(items.map((one: { status: string }) => one.status)).toEqual(['active', 'active']);
  });

  test('says nothing of secrets, and writes none, where the product takes none', async () => {
    const { tollgate } = cliUnderTest();
    const byKeys = 'authenticationMethods: [private_key_jwt]';
    const file = FILE.replace('attributes: { tier: gold }', byKeys).replace('keyApproval: manual', byKeys);
    const secretFile = path.join(folder, 'secrets.jsonl');

    const outcome = await tollgate(...apply(file, '--secret-file', secretFile));

    expect([outcome.exitCode, outcome.stderr]).toEqual([0, '5 of 5 changed.\n']);
    expect(outcome.json.subscriptions).toEqual([
      { clientId: 'acme', productId: 'starter', consumerKey: expect.stringMatching(/^tgk_/) },
      { clientId: 'acme', productId: 'manual', consumerKey: expect.stringMatching(/^tgk_/) },
    ]);
    expect(existsSync(secretFile)).toBe(false);
  });

  test('changes nothing the second time', async () => {
    const { tollgate, requests } = cliUnderTest();
    await tollgate(...apply(FILE));
    const before = requests.length;

    const second = await tollgate(...apply(FILE));

    expect(second.json).toEqual({ dryRun: false, changes: [], subscriptions: [] });
    expect(second.stderr).toContain('Everything is as the file says.');
    expect(requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });

  test('narrows a WSDL project to operations, once', async () => {
    const { tollgate } = cliUnderTest({ catalogue: weatherCatalogue() });
    const file = 'products: [{ productId: narrow, projects: [{ projectId: weather, soapOperations: [GetForecast] }] }]';

    const first = await tollgate(...apply(file));
    const exported = await tollgate(['export']);

    expect(first.json.changes).toMatchObject([{ action: 'create', name: 'narrow' }]);
    expect((await tollgate(...apply(file))).json.changes).toEqual([]);
    expect((await tollgate(...apply(exported.stdout))).json.changes).toEqual([]);
  });

  test('takes what export has written for what there is', async () => {
    const { tollgate } = cliUnderTest();
    await tollgate(...apply(FILE));
    const exported = await tollgate(['export']);

    const again = await tollgate(...apply(exported.stdout));
    const elsewhere = await cliUnderTest().tollgate(...apply(exported.stdout));

    expect(exported.stdout).not.toMatch(/tgs_|hash|revision/);
    expect(again.json.changes).toEqual([]);
    expect(elsewhere.json.changes).toHaveLength(5);
  });

  test('says with --dry-run what would change, field by field, and changes nothing', async () => {
    const { tollgate, requests } = cliUnderTest();
    await tollgate(...apply(FILE));
    const before = requests.length;

    const changed = FILE.replace('displayName: Starter', 'displayName: Beginner').replace('tier: gold', 'tier: null');
    const { json, stderr } = await tollgate(...apply(changed, '--dry-run'));

    expect(json).toEqual({
      dryRun: true,
      changes: [
        {
          action: 'change',
          kind: 'product',
          name: 'starter',
          fields: [
            { field: 'displayName', from: 'Starter', to: 'Beginner' },
            { field: 'attributes.tier', from: 'gold' },
          ],
        },
      ],
      subscriptions: [],
    });
    expect(stderr).toContain('nothing was changed');
    expect(requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });

  test('asks before it takes something away', async () => {
    const { tollgate } = cliUnderTest();
    await tollgate(...apply(FILE));
    const paused = FILE.replace('status: active', 'status: paused');

    expect((await tollgate(...apply(paused))).exitCode).toBe(2);
    expect((await tollgate(...apply(paused, '--yes'))).json.changes).toMatchObject([
      { name: 'acme → manual', fields: [{ field: 'status', from: 'active', to: 'paused' }] },
    ]);
    expect((await tollgate(...apply(FILE))).json.changes).toMatchObject([
      { fields: [{ from: 'paused', to: 'active' }] },
    ]);
  });

  test.each([
    ['products: [{ displayName: x }]', 'products[0].productId is required'],
    ['products: [{ productId: a, projects: [orders], nme: x }]', 'product "a": nme'],
    ['clients: [{ clientId: a }, { clientId: a }]', '"a" stands in clients twice'],
    ['subscriptions: [{ clientId: a, productId: b, status: gone }]', 'cannot be "gone"'],
    ['things: []', '"things"'],
    ['products: {}', '"products" must be a list'],
    ['a: [', 'neither YAML nor JSON'],
    ['text', 'holds no products'],
  ])('refuses the file %s before anything is changed', async (file, message) => {
    const { tollgate, requests } = cliUnderTest();

    const { exitCode, stderr } = await tollgate(...apply(file));

    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('differences', () => {
  test.each([
    ['scopes in another order', { scopes: ['b', 'a'] }, { scopes: ['a', 'b'] }],
    ['a time in another spelling', { expiresAt: '2027-01-01T00:00:00Z' }, { expiresAt: '2027-01-01T00:00:00.000Z' }],
    ['null for what is not there', { description: null }, {}],
    ['fields in another order', { projects: [{ b: 1, a: 2 }] }, { projects: [{ a: 2, b: 1 }] }],
    ['what is left out', {}, { displayName: 'X' }],
  ])('do not count %s', (_, wanted, current) => {
    expect(findDifferences(wanted, current, []).changes).toEqual([]);
  });

  test('become a merge patch of what differs alone', () => {
    const wanted = { id: 'a', name: 'A', attributes: { x: '1', y: null, z: '3' } };
    const current = { id: 'a', name: 'A', attributes: { x: '0', y: '2', z: '3' } };

    expect(findDifferences(wanted, current, ['id']).patch).toEqual({ attributes: { x: '1', y: null } });
  });

  test.each([
    [{ field: 'status', from: 'active', to: 'revoked' }, true],
    [{ field: 'status', from: 'paused', to: 'active' }, false],
    [{ field: 'scopes', from: ['a', 'b'], to: ['b'] }, true],
    [{ field: 'scopes', from: ['a'], to: ['b', 'a'] }, false],
    [{ field: 'projects', from: [{ projectId: 'a' }], to: [{ projectId: 'a', operations: [] }] }, true],
    [{ field: 'displayName', from: 'a', to: 'b' }, false],
  ])('%j takes something away: %s', (change, expected) => {
    expect(takesAway(change)).toBe(expected);
  });
});
