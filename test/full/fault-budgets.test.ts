/** What callers of each path are told, and how soon, while DynamoDB and KMS are out of order, and right after it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DYNAMODB_LIMITS } from '#adapters/dynamodb/document-client.ts';
import { KMS_LIMITS } from '#adapters/keys/kms-client.ts';
import { PATIENCE } from '#adapters/runtime/leased-value.ts';
import { basic, postForm } from '../support/client-requests.ts';
import { OUTAGES, SLOWNESS } from '../support/fault-proxy.ts';
import { HEALTHY, type HostBehindFaults, startHostBehindFaults } from '../support/host-behind-faults.ts';
import { type HttpAnswer, http } from '../support/http.ts';
import {
  assemblyFolder,
  type Credentials,
  callRegistry,
  requestToken,
  subscribe,
} from '../support/stage-under-test.ts';
import { TIME_BUDGETS } from '../support/time-budgets.ts';

/** Milliseconds that the way through the host and a busy machine may add. */
const SLACK = 700;
/** Milliseconds that the worker of a function may take to start. */
const STARTING = 1_500;
/** Milliseconds. Longer than all leases: of the verifier (30 s), of the keys at the token function, of its signer (60 s). */
const LEASES = 61_000;

let host: HostBehindFaults;
let client: Credentials;
let token: string;
beforeAll(async () => {
  host = await startHostBehindFaults(assemblyFolder, 'alpha');
  client = await subscribe(['warehouse', 'ledger', 'forms-1'], ['stock:read', 'forms:send'], host.stage);
}, 120_000);
afterAll(async () => host?.stop());

const stage = () => host.stage;
const gateway = (resource: string, request = {}) => http(`${stage().gatewayUrl}${resource}`, request);
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

type Path = { readonly budget: keyof typeof TIME_BUDGETS; readonly call: () => Promise<HttpAnswer> };

const PATHS = {
  token: { budget: 'token', call: () => requestToken(client, {}, stage().tokenUrl) },
  introspection: {
    budget: 'introspection',
    call: () => postForm(stage().introspectionUrl, { token }, basic(client)),
  },
  // Of no token of ours, so that it can be asked for again and again; the client is authenticated all the same.
  revocation: { budget: 'revocation', call: () => postForm(stage().revocationUrl, { token: 'none' }, basic(client)) },
  'JWK set': { budget: 'keySet', call: () => http(stage().jwksUrl) },
  'call by header': {
    budget: 'verifier',
    call: () => gateway('/warehouse/items/7', { headers: { Authorization: `Bearer ${token}` } }),
  },
  'call by query': { budget: 'verifier', call: () => gateway(`/ledger/x?key=${token}`) },
  'call by form': {
    budget: 'verifier',
    call: () => gateway('/forms/1/x', { method: 'POST', headers: form, body: `access_token=${token}` }),
  },
  registry: {
    budget: 'registry',
    call: () =>
      callRegistry('GET', `/products/${client.productId}`, { stage: stage(), signingDate: new Date(host.now()) }),
  },
} as const satisfies Readonly<Record<string, Path>>;
type PathName = keyof typeof PATHS;
const NAMES = Object.keys(PATHS) as PathName[];

interface Outcome {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly milliseconds: number;
}

async function outcomeOf(name: PathName): Promise<Outcome> {
  const started = performance.now();
  const { status, headers } = await PATHS[name].call();
  return { status, retryAfter: headers['retry-after'], milliseconds: performance.now() - started };
}

/** Those of one function, one after the other: it then runs once, and what it has learnt is what it goes by. */
const FUNCTIONS: readonly (readonly PathName[])[] = [
  ['token', 'introspection', 'revocation', 'JWK set'],
  ['call by header', 'call by query'],
  ['call by form'],
  ['registry'],
];

async function outcomes(): Promise<Readonly<Record<PathName, Outcome>>> {
  const found: Partial<Record<PathName, Outcome>> = {};
  await Promise.all(
    FUNCTIONS.map(async (names) => {
      for (const name of names) found[name] = await outcomeOf(name);
    }),
  );
  return found as Record<PathName, Outcome>;
}

const isGood = ({ status }: Outcome) => status === 200 || status === 207;

/** Every path answers as it should, and has all that it needs in memory. */
async function allGood(): Promise<void> {
  await host.show(HEALTHY);
  token = (await requestToken(client, {}, stage().tokenUrl)).json.access_token;
  const answered = await outcomes();
  expect(Object.entries(answered).filter(([, outcome]) => !isGood(outcome))).toEqual([]);
}

describe.each(OUTAGES)('DynamoDB and KMS are %s', (fault) => {
  test('functions that have just started answer 503 and when to try again, within their budgets, and work at once afterwards', async () => {
    await allGood();
    await host.redeploy();
    await host.show({ dynamodb: fault, kms: fault });

    const answered = await outcomes();
    await host.show(HEALTHY);
    const after = await outcomes();

    for (const name of NAMES) {
      expect({ name, ...answered[name] }).toMatchObject({
        name,
        status: 503,
        retryAfter: expect.stringMatching(/^\d$/),
      });
      // What is primed fails with its first question, and so does the call.
      expect(answered[name].milliseconds).toBeLessThan(2 * DYNAMODB_LIMITS.budget + STARTING + SLACK);
    }
    expect(Object.entries(after).filter(([, outcome]) => !isGood(outcome))).toEqual([]);
  }, 60_000);

  test('functions that know the caller let calls go on, keep none for long, and refuse what they must read anew', async () => {
    await allGood();
    host.advance(LEASES);
    await host.show({ dynamodb: fault, kms: fault });

    const first = await outcomes();
    const second = await outcomes();
    await host.show(HEALTHY);
    host.advance(1_000);
    const after = await outcomes();

    for (const name of NAMES) {
      const isCall = name.startsWith('call by');
      const told = isCall ? { status: 207 } : { status: 503, retryAfter: expect.stringMatching(/^\d$/) };
      expect({ name, ...first[name] }).toMatchObject({ name, ...told });
      expect({ name, ...second[name] }).toMatchObject({ name, ...told });
      expect(first[name].milliseconds).toBeLessThan(2 * DYNAMODB_LIMITS.budget + SLACK);
      expect(second[name].milliseconds).toBeLessThan((isCall ? 2 * PATIENCE : DYNAMODB_LIMITS.budget) + SLACK);
    }
    expect(Object.entries(after).filter(([, outcome]) => !isGood(outcome))).toEqual([]);
  }, 60_000);
});

// What else can be wrong with it ends as soon (services-under-faults.test.ts).
describe.each(['hanging', 'dead'] as const)('KMS alone is %s', (fault) => {
  test('a token function that has just started cannot sign, and nothing else is amiss', async () => {
    await allGood();
    await host.redeploy();
    await host.show({ dynamodb: 'healthy', kms: fault });

    const answered = await outcomes();
    const before = await host.count();
    const many = await Promise.all(Array.from({ length: 4 }, () => outcomeOf('token')));
    const asked = (await host.count()).kms - before.kms;
    await host.show(HEALTHY);
    const after = await outcomeOf('token');

    for (const name of NAMES.filter((one) => one !== 'token'))
      expect([name, isGood(answered[name])]).toEqual([name, true]);
    for (const outcome of [answered.token, ...many]) {
      expect(outcome).toMatchObject({ status: 503, retryAfter: '5' });
      expect(outcome.milliseconds).toBeLessThan(2 * KMS_LIMITS.budget + STARTING + SLACK);
    }
    if (fault !== 'dead') expect(asked).toBeGreaterThan(0);
    expect(isGood(after)).toBe(true);
  }, 60_000);
});

test('no path asks more questions behind one another than its budget counts', async () => {
  await allGood();
  host.advance(LEASES);
  await host.show({ dynamodb: 'slow', kms: 'slow' });

  for (const name of NAMES.filter((one) => one !== 'registry')) {
    const { dynamodb, kms } = TIME_BUDGETS[PATHS[name].budget];
    const { status, milliseconds } = await outcomeOf(name);
    expect([name, [200, 207].includes(status)]).toEqual([name, true]);
    expect([name, Math.floor(milliseconds / SLOWNESS) <= dynamodb + kms]).toEqual([name, true]);
    // One after the other: what an earlier path has read, a later one would not ask for.
    host.advance(LEASES);
  }
}, 60_000);

test('a refusal for want of knowledge, and calls that go on in an outage, are lines of their own in the log', async () => {
  const count = (event: string) => host.log().split(`"event":"${event}"`).length - 1;
  const events = [
    'registry unreachable; nothing known to judge by',
    'registry unreachable; serving what was last known',
  ];
  await allGood();
  await host.redeploy();
  await host.show({ dynamodb: 'hanging', kms: 'healthy' });
  const [cold = 0, stale = 0] = events.map(count);

  expect((await outcomeOf('call by header')).status).toBe(503);
  expect((await outcomeOf('call by query')).status).toBe(503);
  expect(events.map(count)).toEqual([cold + 2, stale]);

  await allGood();
  host.advance(LEASES);
  await host.show({ dynamodb: 'hanging', kms: 'healthy' });
  expect((await outcomeOf('call by query')).status).toBe(207);
  expect(count(events[0] ?? '')).toBe(cold + 2);
  expect(count(events[1] ?? '')).toBeGreaterThan(stale);
}, 60_000);
