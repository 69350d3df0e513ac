import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { http } from '#test/support/http.ts';
import { subscribe, tokenOf } from '#test/support/stage-under-test.ts';

const folder = process.env.TOLLGATE_TEST_FOLDER ?? '';

/** `tollgate` as a process of its own, against the host of these tests; nobody is there to answer. */
async function tollgate(...args: string[]) {
  const { TOLLGATE_SERVER_GROUP, TOLLGATE_CONSUMER_KEY, TOLLGATE_CONSUMER_SECRET, ...env } = process.env;
  const child = spawn(process.execPath, ['bin/tollgate.mjs', ...args, '--data', path.join(folder, 'data')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = await ended;
  return { exitCode, stdout, stderr };
}

/** Each command is a process, and the machine may be busy; in ms. */
const PATIENCE = 30_000;

const id = randomUUID().slice(0, 8);
const product = `cli-${id}`;
const client = `caller-${id}`;
const secretFile = path.join(folder, `${id}.secret`);

describe('tollgate', () => {
  test(
    'takes an operator from nothing to a call',
    async () => {
      const created = await tollgate('products', 'create', product, '--project', 'tickets-2.0', '-o', 'json');
      expect(created).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(created.stdout)).toMatchObject({ productId: product, revision: 1 });
      expect((await tollgate('clients', 'create', client, '--email', 'api@acme.example')).exitCode).toBe(0);

      const args = ['--client', client, '--product', product, '--secret-file', secretFile, '-o', 'json'];
      const subscribed = await tollgate('subscriptions', 'create', ...args);
      expect(subscribed.exitCode).toBe(0);
      const { consumerKey } = JSON.parse(subscribed.stdout);
      expect(statSync(secretFile).mode & 0o777).toBe(0o600);
      expect(subscribed.stdout + subscribed.stderr).not.toContain(readFileSync(secretFile, 'utf8').trim());

      const token = await tollgate('tokens', 'get', consumerKey, '--secret-file', secretFile);
      expect(token).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/) });

      const called = await tollgate(
        'call',
        '/tickets/2.0/hello',
        '--consumer-key',
        consumerKey,
        '--secret-file',
        secretFile,
      );
      expect(called).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('200') });
      expect(called.stdout).toContain(client);
    },
    PATIENCE,
  );

  test(
    'lists in JSON, and shows what is not there with exit code 3',
    async () => {
      const [list, missing] = await Promise.all([
        tollgate('subscriptions', 'list', '--client', client, '--output', 'json'),
        tollgate('products', 'show', 'nothing'),
      ]);

      expect(JSON.parse(list.stdout)).toMatchObject({
        items: [{ clientId: client, productId: product, status: 'active' }],
      });
      expect(missing).toEqual({
        exitCode: 3,
        stdout: '',
        stderr: expect.stringMatching(
          /^Error: There is no product "nothing"\.\nNext: tollgate products list --data .+ shows what there is\.\n$/,
        ),
      });
    },
    PATIENCE,
  );

  test(
    'shows proxy URLs that answer, and resources that are as public as it says',
    async () => {
      const [list, tickets, archive, token] = await Promise.all([
        tollgate('projects', 'list'),
        tollgate('projects', 'show', 'tickets-2.0', '-o', 'json'),
        tollgate('projects', 'show', 'archive'),
        tollgate('projects', 'show', 'token', '-o', 'json'),
      ]);
      const { url: ticketsUrl, serverGroups } = JSON.parse(tickets.stdout);
      const { url: tokenUrl } = JSON.parse(token.stdout);
      const [, archiveUrl = ''] = /^proxy URL +(\S+)$/m.exec(archive.stdout) ?? [];

      expect(serverGroups).toEqual(['alpha', 'omega']);
      for (const url of [ticketsUrl, tokenUrl, archiveUrl]) expect(list.stdout).toMatch(new RegExp(` ${url} `));
      expect(list.stdout).toMatch(/^archive .* header, query +GET \/archive\/status +alpha$/m);
      expect(archive.stdout).toMatch(/^Status +GET +\/archive\/status +public$/m);
      expect((await http(`${archiveUrl}/status`)).status).toBe(200);
      expect((await http(`${ticketsUrl}/hello`)).status).toBe(401);

      const accessToken = await tokenOf(await subscribe(['tickets-2.0']), {}, tokenUrl);
      const called = await http(`${ticketsUrl}/hello`, { headers: { Authorization: `Bearer ${accessToken}` } });
      expect(called.status).toBe(200);
    },
    PATIENCE,
  );

  test(
    'deletes what others depend on when its name is given, and not before',
    async () => {
      const refused = await tollgate('products', 'delete', product, '--yes');
      expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('1 subscription will break.') });
      expect(refused.stderr).toContain('server group alpha');

      expect((await tollgate('products', 'delete', product, '--confirm', product)).exitCode).toBe(0);
      expect((await tollgate('products', 'show', product)).exitCode).toBe(3);
    },
    PATIENCE,
  );

  test(
    'sends a token nowhere but to the gateway, and takes typing mistakes for what they are',
    async () => {
      const [outside, typo] = await Promise.all([
        tollgate('call', 'http://127.0.0.1:9/'),
        tollgate('produtcs', 'list'),
      ]);

      expect(outside.exitCode).toBe(2);
      expect(typo).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean products?') });
    },
    PATIENCE,
  );
});
