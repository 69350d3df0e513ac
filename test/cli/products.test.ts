import { describe, expect, test } from '@jest/globals';
import { cliUnderTest } from '../support/tollgate-cli.ts';
import { weatherCatalogue } from '../support/weather-catalogue.ts';

const create = ['products', 'create', 'starter', '--project', 'orders', '--scope', 'orders:read'];

describe('tollgate products', () => {
  test('create, list and show in JSON exactly what the registry answers', async () => {
    const { tollgate } = cliUnderTest();

    const created = await tollgate([...create, '--attribute', 'tier=gold', '--output', 'json']);

    expect(created.exitCode).toBe(0);
    expect(created.json).toEqual({
      productId: 'starter',
      displayName: 'starter',
      projects: [{ projectId: 'orders' }],
      scopes: ['orders:read'],
      access: 'private',
      keyApproval: 'automatic',
      attributes: { tier: 'gold' },
      revision: 1,
      createdAt: '2026-01-02T03:04:05.678Z',
      changedAt: '2026-01-02T03:04:05.678Z',
    });
    expect((await tollgate(['products', 'list', '-o', 'json'])).json).toEqual({ items: [created.json] });
    expect((await tollgate(['-o', 'json', 'product', 'show', 'starter'])).json).toEqual(created.json);
  });

  test('list as a table, and say on stderr when there is nothing', async () => {
    const { tollgate } = cliUnderTest();
    expect(await tollgate(['products', 'list'])).toMatchObject({ stdout: '', stderr: 'There are none.\n' });
    await tollgate(create);

    const { stdout } = await tollgate(['products', 'list']);

    expect(stdout).toBe(
      'PRODUCT  NAME     PROJECTS  SCOPES       APPROVAL\nstarter  starter  orders    orders:read  automatic\n',
    );
  });

  test('update what is named, with the ETag that was read, and nothing else', async () => {
    const { tollgate, requests } = cliUnderTest();
    await tollgate([...create, '--description', 'For a start']);

    const args = ['products', 'update', 'starter', '--token-lifetime', '10m', '--unset', 'description', '-o', 'json'];
    const { json } = await tollgate(args);

    expect(json).toMatchObject({ displayName: 'starter', accessTokenExpiryTime: 600_000, revision: 2 });
    expect(json).not.toHaveProperty('description');
    expect(requests.at(-1)?.headers.get('if-match')).toMatch(/^"1-[0-9a-f]{8}"$/);
  });

  test('narrow a project to operations', async () => {
    const { tollgate } = cliUnderTest();

    const args = ['products', 'create', 'narrow', '--operation', 'orders get,HEAD /items/{id}', '-o', 'json'];

    expect((await tollgate(args)).json.projects).toEqual([
      { projectId: 'orders', operations: [{ methods: ['GET', 'HEAD'], path: '/items/{id}' }] },
    ]);
  });

  test('narrow a WSDL project to operations by their names', async () => {
    const { tollgate } = cliUnderTest({ catalogue: weatherCatalogue() });
    const operations = ['--operation', 'weather GetForecast', '--operation', ' weather  SetForecast '];

    const created = await tollgate([
      'products',
      'create',
      'narrow',
      '--project',
      'orders',
      ...operations,
      '-o',
      'json',
    ]);

    expect(created.json.projects).toEqual([
      { projectId: 'orders' },
      { projectId: 'weather', soapOperations: ['GetForecast', 'SetForecast'] },
    ]);
    expect((await tollgate(['products', 'show', 'narrow'])).stdout).toContain(
      'orders, weather (GetForecast, SetForecast)',
    );
  });

  test.each([
    [['weather GetForecast', 'weather POST /'], '"weather" is given with methods and a path, and with names'],
    [['weather'], '--operation wants "project methods path", or "project names" of a WSDL project, not "weather"'],
    [['weather POST / x'], '--operation wants "project methods path"'],
    [['weather GetForecast,'], 'soapOperations[1]'],
    [['weather GET'], 'which is no operation of "weather"; it has GetForecast, SetForecast'],
    [['orders GET'], 'are of a WSDL project, which "orders" is not'],
  ])('refuse the operations %j, and say why', async (operations, message) => {
    const { tollgate } = cliUnderTest({ catalogue: weatherCatalogue() });
    const flags = operations.flatMap((operation) => ['--operation', operation]);

    const { exitCode, stderr } = await tollgate(['products', 'create', 'narrow', ...flags]);

    expect(exitCode).not.toBe(0);
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
  });

  describe('whose scopes do not fit their projects', () => {
    const lacks =
      'Warning: starter lacks orders:read, which orders asks for: calls that need it are answered with 403.\n';
    const sells = 'Note: starter sells orders:write, which none of its projects asks for: the backends alone see it.\n';
    const made = 'Created. Next: tollgate subscriptions create --product starter --client ID\n';
    const bare = ['products', 'create', 'starter', '--project', 'orders'];

    test.each([
      ['too few', bare, lacks + made],
      ['others', [...bare, '--scope', 'orders:write'], lacks + sells + made],
      ['too many', [...create, '--scope', 'orders:write'], sells + made],
      ['the right ones', create, made],
      ['fewer, for some operations alone', ['products', 'create', 'starter', '--operation', 'orders GET /items'], made],
      ['too few, for a script', [...bare, '-o', 'json'], made],
    ])('are created with a warning where there are %s', async (_, args, stderr) => {
      const { tollgate } = cliUnderTest();

      expect(await tollgate(args)).toMatchObject({ exitCode: 0, stderr });
    });

    test('are changed with a warning, if the change is about projects or scopes', async () => {
      const { tollgate } = cliUnderTest();
      await tollgate(create);

      expect((await tollgate(['products', 'update', 'starter', '--scope', 'orders:write'])).stderr).toBe(lacks + sells);
      expect((await tollgate(['products', 'update', 'starter', '--name', 'Starter'])).stderr).toBe('');
    });

    test('are created all the same where the projects cannot be read', async () => {
      const { tollgate, registryFetch } = cliUnderTest();
      const withoutProjects: typeof fetch = async (input, init) =>
        String(input).endsWith('/projects') ? new Response('{}', { status: 403 }) : registryFetch(input, init);

      const created = await tollgate(bare, { registryFetch: withoutProjects });

      expect(created).toMatchObject({ exitCode: 0, stderr: made });
    });
  });

  test('refuse to delete what nobody can be asked about', async () => {
    const { tollgate } = cliUnderTest();
    await tollgate(create);

    const refused = await tollgate(['products', 'delete', 'starter']);

    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('account 111122223333, region eu-west-1, server group development');
    expect(refused.stderr).toContain('--yes');
    expect((await tollgate(['products', 'show', 'starter'])).exitCode).toBe(0);
    expect((await tollgate(['products', 'delete', 'starter', '--yes'])).exitCode).toBe(0);
    expect((await tollgate(['products', 'show', 'starter'])).exitCode).toBe(3);
  });

  test('say how many subscriptions break, and take the name alone for an answer', async () => {
    const { tollgate } = cliUnderTest();
    await tollgate(create);
    await tollgate(['clients', 'create', 'acme', '--email', 'api@acme.example']);
    await tollgate(['subscriptions', 'create', '--client', 'acme', '--product', 'starter']);

    const yes = await tollgate(['products', 'delete', 'starter', '--yes']);
    const typo = await tollgate(['products', 'delete', 'starter'], { answers: ['startr'] });
    const dryRun = await tollgate(['products', 'delete', 'starter', '--dry-run', '--confirm', 'starter']);
    const otherName = await tollgate(['products', 'delete', 'starter', '--confirm', 'acme']);

    expect(yes).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('1 subscription will break.') });
    expect(yes.stderr).toContain('--confirm starter');
    expect(typo.exitCode).toBe(130);
    expect(dryRun).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 subscription will break.') });
    expect(otherName.exitCode).toBe(2);
    expect((await tollgate(['products', 'show', 'starter'])).exitCode).toBe(0);
    expect((await tollgate(['products', 'delete', 'starter', '--confirm', 'starter'])).exitCode).toBe(0);
  });

  test('ask a person, and change nothing when the answer is no', async () => {
    const { tollgate } = cliUnderTest();
    await tollgate(create);

    expect((await tollgate(['products', 'delete', 'starter'], { answers: [false] })).exitCode).toBe(130);
    expect((await tollgate(['products', 'show', 'starter'])).exitCode).toBe(0);
    expect((await tollgate(['products', 'delete', 'starter', '--no-input'], { answers: [true] })).exitCode).toBe(2);
    expect((await tollgate(['products', 'delete', 'starter'], { answers: [true] })).exitCode).toBe(0);
  });
});
