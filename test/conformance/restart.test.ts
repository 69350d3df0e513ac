import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type RunningHost, startEmbeddedHost } from '../support/embedded-host.ts';
import { http } from '../support/http.ts';
import { assemblyFolder, requestToken } from '../support/stage-under-test.ts';

const data = mkdtempSync(path.resolve('.cache/restart-'));
const hosts: RunningHost[] = [];

async function start(): Promise<RunningHost> {
  const host = await startEmbeddedHost({ assembly: assemblyFolder, data, serverGroup: 'alpha' });
  hosts.push(host);
  return host;
}

afterAll(async () => {
  for (const host of hosts) await host.stop('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

test('a consumer key works again after the host was killed', async () => {
  const first = await start();
  const { demo } = first.local;
  if (demo === undefined) throw new Error('There is no demo client.');
  expect((await requestToken(demo, {}, first.local.tokenUrl)).status).toBe(200);
  await first.stop('SIGKILL');

  const second = await start();
  const answer = await requestToken(demo, {}, second.local.tokenUrl);
  const call = (token: string) =>
    http(second.local.demo?.headerUrl ?? '', { headers: { Authorization: `Bearer ${token}` } });

  expect(second.local.demo).toMatchObject({ consumerKey: demo.consumerKey, consumerSecret: demo.consumerSecret });
  expect(answer.status).toBe(200);
  expect((await call(answer.json.access_token)).status).toBe(200);
}, 30_000);

test('no private key and no consumer secret of the registry lies in the data in clear', () => {
  const pkcs8 = Buffer.from('301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420', 'hex');
  const files = readdirSync(path.join(data, 'dynamodb'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const secret = hosts[0]?.local.demo?.consumerSecret ?? '';
  const needles = [
    pkcs8,
    Buffer.from(pkcs8.toString('base64').slice(2, -4)),
    Buffer.from('PRIVATE KEY'),
    Buffer.from(secret),
  ];

  const contents = files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));

  expect(contents.some((content) => content.length > 0)).toBe(true);
  expect(secret).toMatch(/^tgs_/);
  for (const content of contents) {
    for (const needle of needles) expect(content.includes(needle)).toBe(false);
  }
});
