import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { cliUnderTest } from '../support/tollgate-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = /tgs_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}/;
const subscribe = ['subscriptions', 'create', '--client', 'acme', '--product', 'starter'];

async function withClient() {
  const cli = cliUnderTest();
  await cli.tollgate(['products', 'create', 'starter', '--project', 'orders']);
  await cli.tollgate(['clients', 'create', 'acme', '--email', 'api@acme.example']);
  return cli;
}

describe('a consumer secret', () => {
  test('is shown once, with a sentence that it cannot be shown again', async () => {
    const { tollgate } = await withClient();

    const made = await tollgate(subscribe);

    expect(made.stdout).toMatch(SECRET);
    expect(made.stderr).toContain('it cannot be shown again');
    expect(made.stderr).not.toMatch(SECRET);
    expect((await tollgate(['subscriptions', 'list', '-o', 'json'])).stdout).not.toMatch(SECRET);
  });

  test('goes to a file that its owner alone can read, and then not to the terminal', async () => {
    const { tollgate } = await withClient();
    const file = path.join(folder, 'one.secret');

    const made = await tollgate([...subscribe, '--secret-file', file, '-o', 'json']);

    expect(readFileSync(file, 'utf8').trim()).toMatch(SECRET);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(made.stdout + made.stderr).not.toMatch(SECRET);
    expect(made.json).toMatchObject({ clientId: 'acme', secretFile: file });
  });

  test('is never written over a file, and then not made at all', async () => {
    const { tollgate } = await withClient();
    const file = path.join(folder, 'there.secret');
    writeFileSync(file, 'mine');

    const refused = await tollgate([...subscribe, '--secret-file', file]);

    expect(refused.exitCode).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await tollgate(['subscriptions', 'list', '-o', 'json'])).json.items).toEqual([]);
  });

  test('leaves no empty file behind when none was made', async () => {
    const { tollgate } = await withClient();
    const file = path.join(folder, 'none.secret');

    const args = ['subscriptions', 'create', '--client', 'nobody', '--product', 'starter', '--secret-file', file];

    expect((await tollgate(args)).exitCode).toBe(2);
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  test('is not shown again to a repeated command', async () => {
    const { tollgate } = await withClient();
    const args = [...subscribe, '--idempotency-key', 'order-17'];
    const first = await tollgate(args);

    const second = await tollgate(args);

    expect(first.stdout).toMatch(SECRET);
    expect(second).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('tollgate secrets rotate tgk_') });
    expect(second.stdout).not.toMatch(SECRET);
    expect((await tollgate(['subscriptions', 'list', '-o', 'json'])).json.items).toHaveLength(1);
  });

  test('is rotated with an overlap, listed without itself, and retired', async () => {
    const { tollgate } = await withClient();
    const { consumerKey } = (await tollgate([...subscribe, '-o', 'json'])).json;

    const rotated = await tollgate(['secrets', 'rotate', consumerKey, '--overlap', '7d', '-o', 'json']);
    const third = await tollgate(['secrets', 'rotate', consumerKey]);
    const { items } = (await tollgate(['secrets', 'list', consumerKey, '-o', 'json'])).json;

    expect(rotated.json.consumerSecret).toMatch(SECRET);
    expect(third.exitCode).toBe(5);
    expect(items.map((one: { expiresAt?: string }) => one.expiresAt)).toEqual(['2026-01-09T03:04:05.678Z', undefined]);
    const retire = ['secrets', 'retire', consumerKey, items[0].secretId, '--end-tokens'];
    expect((await tollgate(retire)).exitCode).toBe(2);
    expect((await tollgate([...retire, '--yes', '-o', 'json'])).json.tokensNotBefore).toBeDefined();
  });

  test('asks before all older ones end at once', async () => {
    const { tollgate } = await withClient();
    const { consumerKey } = (await tollgate([...subscribe, '-o', 'json'])).json;

    expect((await tollgate(['secrets', 'rotate', consumerKey, '--overlap', 'now'])).exitCode).toBe(2);
    expect((await tollgate(['secrets', 'rotate', consumerKey, '--overlap', 'now', '--yes'])).exitCode).toBe(0);
  });
});
