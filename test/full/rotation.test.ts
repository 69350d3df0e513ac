/** A signing key and all consumer secrets are exchanged, from the first step to the last, under a load of which no request fails. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KEY_TIMES } from '#core/keys/key-times.ts';
import { basic } from '../support/client-requests.ts';
import { type HostBehindFaults, startHostBehindFaults } from '../support/host-behind-faults.ts';
import { http } from '../support/http.ts';
import { anyOf, createLoad, type ObservedAnswer } from '../support/load.ts';
import { assemblyFolder, callRegistry, requestToken, subscribe } from '../support/stage-under-test.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long tokens live, but for one client's. */
const LIFETIME = HOUR;
/** The longest step of the clock; a request sees no more than one. */
const STEP = 20 * MINUTE;
/** Steps while something changes: several within each lease and each cache. */
const SMALL_STEP = 5 * SECOND;
/** Clients get another token when theirs has no more than this left. */
const RENEWAL = STEP + MINUTE;
/** Requests of each client between two steps. */
const ROUNDS = 5;
const CLIENTS = 7;
const LEAST_REQUESTS = 20_000;

let host: HostBehindFaults;
beforeAll(async () => {
  host = await startHostBehindFaults(assemblyFolder, 'alpha');
}, 120_000);
afterAll(async () => host?.stop());

async function registry(method: string, resource: string, body?: object) {
  const answer = await callRegistry(method, resource, {
    stage: host.stage,
    signingDate: new Date(host.now()),
    headers: { 'if-match': '*' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${resource}: ${answer.status} ${answer.text}`);
  return answer.json;
}

async function published(): Promise<ReadonlySet<string>> {
  const { keys } = (await http(host.stage.jwksUrl)).json;
  return new Set(keys.map(({ kid }: { kid: string }) => kid));
}

async function states(): Promise<Readonly<Record<string, string>>> {
  const { items } = await registry('GET', '/signing-keys');
  return Object.fromEntries(items.map(({ kid, state }: { kid: string; state: string }) => [kid, state]));
}

const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

test('no request fails while a key comes, signs, is retired and goes, and every secret is exchanged', async () => {
  const load = createLoad();
  const began = performance.now();
  const failures: string[] = [];
  /** Key ids of the tokens that were made, in the order in which they were first seen. */
  const signedBy = new Set<string>();
  /** When a token of each key was last used for a call, by the host's clock. */
  const usedAt = new Map<string, number>();
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { stage } = host;

  async function aClient(accessTokenExpiryTime = LIFETIME) {
    const { consumerKey, consumerSecret, productId } = await subscribe(['warehouse', 'ledger'], ['stock:read'], stage);
    await registry('PATCH', `/products/${productId}`, { accessTokenExpiryTime });
    return { consumerKey, consumerSecret, productId, token: '', expiresAt: 0, rounds: 0 };
  }
  type Client = Awaited<ReturnType<typeof aClient>>;

  function expectGood(what: string, { status, text, json }: ObservedAnswer): void {
    const isGood = [200, 207].includes(status) && json?.active !== false;
    if (!isGood) failures.push(`${what}: ${status} ${text}`);
  }

  async function getToken(client: Client): Promise<{ readonly token: string; readonly expiresAt: number }> {
    const askedAt = host.now();
    const body = 'grant_type=client_credentials';
    const answer = await load.send('token', stage.tokenUrl, {
      method: 'POST',
      headers: { ...form, ...basic(client) },
      body,
    });
    expectGood('token', answer);
    const { access_token: token, expires_in: lifetime } = answer.json;
    signedBy.add(kidOf(token));
    return { token, expiresAt: askedAt + lifetime * SECOND };
  }

  async function callThrough(url: string, token: string, headers = {}): Promise<void> {
    expectGood('call', await load.send('call', url, { headers }));
    usedAt.set(kidOf(token), host.now());
  }

  /** In the proportions of a busy gateway: most are calls, many of which a cached verdict answers. */
  const REQUESTS = [
    ...Array.from(
      { length: 5 },
      () =>
        ({ token }: Client) =>
          callThrough(`${stage.gatewayUrl}/warehouse/items/7`, token, { Authorization: `Bearer ${token}` }),
    ),
    ...Array.from(
      { length: 2 },
      () =>
        ({ token }: Client) =>
          callThrough(`${stage.gatewayUrl}/ledger/x?key=${token}`, token),
    ),
    async (client: Client) => void (await getToken(client)),
    async (client: Client) => {
      const sent = { method: 'POST', headers: { ...form, ...basic(client) }, body: `token=${client.token}` };
      expectGood('introspection', await load.send('introspection', stage.introspectionUrl, sent));
    },
  ] as const;

  async function round(client: Client): Promise<void> {
    if (client.expiresAt - host.now() < RENEWAL) Object.assign(client, await getToken(client));
    await anyOf(REQUESTS as unknown as readonly [(typeof REQUESTS)[number]])(client);
    client.rounds += 1;
  }

  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => aClient()));
  /** Its tokens live for a day: they are what a retired key stays published for. */
  const patient = await aClient(24 * HOUR);
  const everybody = [...clients, patient];

  let rotationDue = host.now();
  async function pass(time: number, step: number): Promise<void> {
    for (let passed = 0; passed < time; passed += step) {
      host.advance(Math.min(step, time - passed));
      const due = everybody.map(({ rounds }) => rounds + ROUNDS);
      if (host.now() >= rotationDue) {
        // The scheduler's hourly run.
        rotationDue += HOUR;
        await host.runTriggers();
      }
      while (everybody.some(({ rounds }, index) => rounds < (due[index] ?? 0)) && failures.length === 0) await sleep(1);
      expect(failures).toEqual([]);
    }
  }

  load.repeat(
    everybody.map((client) => () => round(client)),
    0,
  );
  const [first = ''] = Object.entries(await states()).find(([, state]) => state === 'current') ?? [];
  const [second = ''] = Object.entries(await states()).find(([, state]) => state === 'next') ?? [];
  await pass(KEY_TIMES.publishLead, STEP);
  expect([...signedBy]).toEqual([first]);

  // The next key signs; tokens of the one before go on, some for a whole day.
  Object.assign(patient, await getToken(patient));
  expect((await registry('POST', '/signing-keys/rotate')).kid).toBe(second);
  await pass(3 * MINUTE, SMALL_STEP);
  expect([...signedBy]).toEqual([first, second]);
  signedBy.clear();
  await host.runTriggers();
  const retiredAt = host.now();
  const third = Object.entries(await states()).find(([, state]) => state === 'next')?.[0] ?? '';
  expect(await states()).toEqual({ [first]: 'retired', [second]: 'current', [third]: 'next' });
  await pass(3 * MINUTE, SMALL_STEP);
  expect([...signedBy]).toEqual([second]);
  expect(await published()).toEqual(new Set([first, second, third]));

  // Every client gets another secret, goes over to it when it likes, and then the old one is retired.
  const exchanges = await Promise.all(
    everybody.map(async (client) => {
      const { secrets } = await registry('GET', `/subscriptions/${client.consumerKey}`);
      const { consumerSecret } = await registry('POST', `/subscriptions/${client.consumerKey}/secrets`, {
        overlap: '1h',
      });
      return { client, old: { ...client }, oldId: secrets[0].secretId, consumerSecret };
    }),
  );
  for (const { client, consumerSecret } of exchanges) {
    await pass(4 * MINUTE, MINUTE);
    client.consumerSecret = consumerSecret;
  }
  await pass(MINUTE, SMALL_STEP);
  for (const { client, oldId } of exchanges) {
    await registry('POST', `/subscriptions/${client.consumerKey}/secrets/${oldId}/retire`, {});
  }
  await pass(MINUTE, SMALL_STEP);
  for (const { old } of exchanges) expect((await requestToken(old, {}, stage.tokenUrl)).status).toBe(401);

  // The retired key stays until its last token has ended, and then goes.
  await pass(retiredAt + KEY_TIMES.retirement - 2 * MINUTE - host.now(), STEP);
  expect(await published()).toEqual(new Set([first, second, third]));
  await pass(4 * MINUTE, SMALL_STEP);
  while (load.total() < LEAST_REQUESTS) await pass(MINUTE, SMALL_STEP);
  await load.stop();

  const took = (performance.now() - began) / SECOND;
  process.stdout.write(
    `rotation: ${load.total()} requests, ${failures.length} failures, ${Math.round(load.total() / took)} a second, ` +
      `over ${Math.round((host.now() - Date.now()) / HOUR)} hours of its clock in ${Math.round(took)} s; ` +
      `calls with tokens of the keys ${[...usedAt.keys()].map((kid) => kid.slice(0, 8)).join(', ')}\n`,
  );
  expect(failures).toEqual([]);
  expect(await published()).toEqual(new Set([second, third]));
  expect(Object.keys(await states())).not.toContain(first);
  expect([...usedAt.keys()]).toEqual([first, second]);
  expect((usedAt.get(first) ?? 0) - retiredAt).toBeGreaterThan(23 * HOUR);
  expect(host.log()).not.toContain('"level":"ERROR"');
}, 300_000);
