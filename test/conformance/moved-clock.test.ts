import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { basic, postForm } from '../support/client-requests.ts';
import { type RunningHost, startEmbeddedHost } from '../support/embedded-host.ts';
import { http } from '../support/http.ts';
import { assemblyFolder, callRegistry, requestToken } from '../support/stage-under-test.ts';

/** What alpha publishes: 30 s of API Gateway's cache and 30 s of the verifier's. */
const BOUND = 60_000;

const folder = mkdtempSync(path.resolve('.cache/moved-clock-'));
const offsetFile = path.join(folder, 'offset');
let host: RunningHost;
let demo: NonNullable<RunningHost['local']['demo']>;
let offset = 0;

function advance(milliseconds: number): void {
  offset += milliseconds;
  writeFileSync(`${offsetFile}.new`, String(offset));
  renameSync(`${offsetFile}.new`, offsetFile);
}

beforeAll(async () => {
  advance(0);
  const clock = pathToFileURL(path.resolve('test/support/movable-clock.mjs'));
  clock.searchParams.set('offset', offsetFile);
  const data = path.join(folder, 'data');
  host = await startEmbeddedHost({
    assembly: assemblyFolder,
    data,
    serverGroup: 'alpha',
    node: ['--import', clock.href],
  });
  if (host.local.demo === undefined) throw new Error('There is no demo client.');
  demo = host.local.demo;
});

afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const token = (consumerSecret = demo.consumerSecret) =>
  requestToken({ ...demo, consumerSecret }, {}, host.local.tokenUrl);
const call = async (bearer: string) =>
  (await http(demo.headerUrl, { headers: { Authorization: `Bearer ${bearer}` } })).status;
const registry = (action: string, body = {}) =>
  callRegistry('POST', `/subscriptions/${demo.consumerKey}/${action}`, {
    stage: host.local,
    body: JSON.stringify(body),
    signingDate: new Date(Date.now() + offset),
  });

test('a pause stops new tokens at once, and those there are within the bound, however often they are used', async () => {
  const { access_token: bearer } = (await token()).json;
  expect(await call(bearer)).toBe(200);

  expect((await registry('pause')).status).toBe(200);

  expect((await token()).status).toBe(401);
  for (let passed = 0; passed < BOUND; passed += 10_000) {
    await call(bearer);
    advance(10_000);
  }
  expect(await call(bearer)).toBe(401);
  expect((await registry('resume')).status).toBe(200);
  advance(BOUND);
  expect(await call(bearer)).toBe(200);
}, 30_000);

test('a token that its client revokes is inactive at once, and refused within the bound, however often it is used', async () => {
  const [revoked, other] = [(await token()).json.access_token, (await token()).json.access_token];
  expect([await call(revoked), await call(other)]).toEqual([200, 200]);

  expect((await postForm(host.local.revocationUrl, { token: revoked }, basic(demo))).status).toBe(200);

  expect((await postForm(host.local.introspectionUrl, { token: revoked }, basic(demo))).json).toEqual({
    active: false,
  });
  for (let passed = 0; passed < BOUND; passed += 10_000) {
    await call(revoked);
    advance(10_000);
  }
  expect([await call(revoked), await call(other)]).toEqual([401, 200]);
}, 30_000);

test('a token ends with its time, which a cached verdict can overrun by no more than the cache’s', async () => {
  const { access_token: bearer, expires_in } = (await token()).json;

  advance(expires_in * 1_000 - 2_000);
  expect(await call(bearer)).toBe(200);
  advance(2_000 + 30_000);
  expect(await call(bearer)).toBe(401);
}, 30_000);

test('after a rotation both secrets work for the overlap, and then the new one alone', async () => {
  const { consumerSecret } = (await registry('secrets', { overlap: '1h' })).json;

  expect([(await token()).status, (await token(consumerSecret)).status]).toEqual([200, 200]);
  advance(3_600_000 - 5_000);
  expect([(await token()).status, (await token(consumerSecret)).status]).toEqual([200, 200]);
  advance(10_000);
  expect([(await token()).status, (await token(consumerSecret)).status]).toEqual([401, 200]);
}, 30_000);

test('retiring a leaked secret ends what was got with it, and leaves the way to a new token open', async () => {
  const { consumerSecret, secret } = (await registry('secrets', { overlap: 'now' })).json;
  const { access_token: leaked } = (await token(consumerSecret)).json;
  expect(await call(leaked)).toBe(200);
  const next = (await registry('secrets', { overlap: '1h' })).json.consumerSecret;

  expect((await registry(`secrets/${secret.secretId}/retire`, { endTokens: true })).status).toBe(200);

  expect((await token(consumerSecret)).status).toBe(401);
  const { access_token: fresh } = (await token(next)).json;
  advance(BOUND);
  expect(await call(leaked)).toBe(401);
  expect(await call(fresh)).toBe(200);
}, 30_000);

test('a product, a client and a subscription that are deleted and made again under the same ids revive nothing', async () => {
  const send = async (method: string, resource: string, body?: object) => {
    const answer = await callRegistry(method, resource, {
      stage: host.local,
      headers: { 'if-match': '*' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signingDate: new Date(Date.now() + offset),
    });
    expect([method, resource, answer.status]).toEqual([method, resource, expect.any(Number)]);
    expect(answer.status).toBeLessThan(300);
    return answer.json;
  };
  const product = {
    productId: 'phoenix',
    displayName: 'Phoenix',
    projects: [{ projectId: 'tickets-2.0' }],
    scopes: [],
  };
  const client = { clientId: 'phoenix', displayName: 'Phoenix', email: 'phoenix@example.com' };
  const subscription = { clientId: 'phoenix', productId: 'phoenix' };
  const make = async () => {
    await send('POST', '/products', product);
    await send('POST', '/clients', client);
    return send('POST', '/subscriptions', subscription);
  };
  const old = await make();
  const { access_token: oldToken } = (await requestToken(old, {}, host.local.tokenUrl)).json;
  expect(await call(oldToken)).toBe(200);

  await send('DELETE', `/subscriptions/${old.consumerKey}?confirm=${old.consumerKey}`);
  await send('DELETE', '/clients/phoenix');
  await send('DELETE', '/products/phoenix');
  const fresh = await make();
  advance(BOUND);

  expect((await requestToken(old, {}, host.local.tokenUrl)).status).toBe(401);
  expect(await call(oldToken)).toBe(401);
  const { access_token: freshToken } = (await requestToken(fresh, {}, host.local.tokenUrl)).json;
  expect(await call(freshToken)).toBe(200);
  const { items } = await send('GET', '/audit?entity=product/phoenix');
  expect(items.map(({ action }: { action: string }) => action)).toEqual([
    'product.create',
    'product.delete',
    'product.create',
  ]);
  expect(new Set(items.map(({ incarnation }: { incarnation: string }) => incarnation)).size).toBe(2);
}, 30_000);

test('a rotated key’s tokens go on until they end, and a revoked key’s end within the bound', async () => {
  const post = (resource: string) =>
    callRegistry('POST', resource, { stage: host.local, signingDate: new Date(Date.now() + offset) });
  const fresh = async () => {
    const { access_token: bearer } = (await token(consumerSecret)).json;
    return { bearer, kid: JSON.parse(Buffer.from(bearer.split('.')[0], 'base64url').toString()).kid };
  };
  const published = async () => (await http(host.local.jwksUrl)).json.keys.map(({ kid }: { kid: string }) => kid);
  const early = await post('/signing-keys/rotate');
  expect([early.status, early.json.detail]).toEqual([409, expect.stringContaining('Rotate from then on.')]);

  advance(86_400_000);
  const { consumerSecret } = (await registry('secrets', { overlap: 'now' })).json;
  const old = await fresh();
  const rotated = await post('/signing-keys/rotate');
  expect([rotated.status, rotated.json.state]).toEqual([200, 'current']);
  advance(60_000);
  const next = await fresh();

  expect(next.kid).toBe(rotated.json.kid);
  expect(old.kid).not.toBe(next.kid);
  expect(await published()).toEqual(expect.arrayContaining([old.kid, next.kid]));
  expect([await call(old.bearer), await call(next.bearer)]).toEqual([200, 200]);

  expect((await post(`/signing-keys/${old.kid}/revoke`)).status).toBe(200);
  for (let passed = 0; passed < BOUND; passed += 10_000) {
    await call(old.bearer);
    advance(10_000);
  }
  expect([await call(old.bearer), await call(next.bearer)]).toEqual([401, 200]);
  expect(await published()).not.toContain(old.kid);
  expect((await post(`/signing-keys/${next.kid}/revoke`)).status).toBe(409);
}, 30_000);
