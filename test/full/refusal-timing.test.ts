/** Whether the token endpoint's refusals can be told apart by their time, as it is deployed but for the network. */
import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { createTokenEndpoint } from '#adapters/apigateway/token-endpoint.ts';
import { clientReader, productReader, subscriptionReader } from '#adapters/dynamodb/registry-readers.ts';
import { cachedReader } from '#adapters/runtime/cached-reader.ts';
import { NO_GRACE } from '#adapters/runtime/grace.ts';
import { type RefusalClock, startRefusalClock } from '#adapters/runtime/refusal-clock.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { formatConsumerKey, formatConsumerSecret, isConsumerSecret } from '#core/registry/consumer-credentials.ts';
import { aProxyEvent } from '../support/api-gateway-events.ts';
import { instantDynamodb } from '../support/instant-dynamodb.ts';
import { aClient, aProduct, aSubscription } from '../support/registry-fixtures.ts';
import { aTokenWorld, ISSUER, impatientClock, NOW } from '../support/token-world.ts';
import { compareTimes } from '../support/welch.ts';

/** Of each kind of request. */
const SAMPLES = 5_000;
const WARM_UP = 200;
/** Milliseconds. Between the two as this machine needs it: a period must be longer than it takes to find a reason. */
const PERIODS = { shortest: 4, longest: 6 };
/** As usual where leaks are looked for: by chance alone, one comparison in 100,000 comes so far. */
const FAR = 4.5;
/**
 * Milliseconds. A processor that has waited longer wakes up a few microseconds later, which enough samples on an idle machine
 * show. It is a small part of what the time tells without the clock, and nothing beside the ways of a network.
 */
const NOTHING = 0.02;
const ROUNDS = 3;

const aKey = () => formatConsumerKey(randomBytes(16));
const aSecret = () => formatConsumerSecret(randomBytes(32));
const bytes = randomBytes(32).fill(7, 31);
const SECRET = formatConsumerSecret(bytes);
const NEARLY = formatConsumerSecret(Buffer.from(bytes).fill(8, 31));
const KNOWN = aKey();
const DISABLED = aKey();

/** As much as an item can hold, of which a key that is not there has nothing. */
const attributes = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`attribute-${index}`, 'x'.repeat(256)]),
);
const secrets = [SECRET, aSecret()].map((secret, index) => ({
  secretId: `${index}`.repeat(16),
  hash: secretHasher.hash(secret),
  hint: secret.slice(-4),
  createdAt: NOW,
}));

const KINDS = {
  'unknown key': () => [aKey(), aSecret()],
  'wrong secret': () => [KNOWN, aSecret()],
  'nearly the secret': () => [KNOWN, NEARLY],
  'disabled client, wrong secret': () => [DISABLED, aSecret()],
  'disabled client, its secret': () => [DISABLED, SECRET],
} as const satisfies Readonly<Record<string, () => readonly [string, string]>>;
type Kind = keyof typeof KINDS;

const dynamodb = instantDynamodb();
beforeAll(async () => {
  await dynamodb.put('Products', aProduct());
  await dynamodb.put('Clients', aClient());
  await dynamodb.put('Clients', aClient({ clientId: 'disabled', status: 'disabled' }));
  await dynamodb.put('Subscriptions', aSubscription({ consumerKey: KNOWN, secrets, attributes }));
  await dynamodb.put(
    'Subscriptions',
    aSubscription({ consumerKey: DISABLED, clientId: 'disabled', secrets, attributes }),
  );
});

/** As lambdas/token composes it. */
function tokenEndpoint(startClock: () => RefusalClock) {
  const world = aTokenWorld();
  const { documents } = dynamodb;
  const read = { consistentRead: true };
  const cache = { lease: 10_000, grace: NO_GRACE, capacity: 1_000, now: Date.now };
  return createTokenEndpoint({
    ...world.issuing,
    ...world.authorizing,
    subscriptions: subscriptionReader(documents, 'Subscriptions', read),
    clients: cachedReader(clientReader(documents, 'Clients', read), cache),
    products: cachedReader(productReader(documents, 'Products', read), cache),
    revocations: world.revocations,
    gatewayUrl: ISSUER,
    publicKeys: async () => [],
    startRefusalClock: startClock,
    recordUse: async () => {},
    log: () => {},
  });
}

function tokenRequest([key, secret]: readonly [string, string]) {
  return aProxyEvent({
    method: 'POST',
    path: '/AccessToken',
    headers: {
      Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
}

/** Milliseconds that one refusal takes. */
async function timeOf(handler: ReturnType<typeof tokenEndpoint>, kind: Kind): Promise<number> {
  const event = tokenRequest(KINDS[kind]());
  const started = process.hrtime.bigint();
  const { statusCode } = await handler(event);
  const took = Number(process.hrtime.bigint() - started) / 1e6;
  if (statusCode !== 401) throw new Error(`The status is ${statusCode}.`);
  return took;
}

/** Milliseconds of each sample; in each turn every kind comes once, in an order of chance. */
async function measure(kinds: readonly Kind[], startClock: () => RefusalClock) {
  const handler = tokenEndpoint(startClock);
  const times = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
  for (let turn = -WARM_UP; turn < SAMPLES; turn += 1) {
    const order = kinds.map((kind) => ({ kind, at: Math.random() })).toSorted((a, b) => a.at - b.at);
    for (const { kind } of order) {
      const took = await timeOf(handler, kind);
      if (turn >= 0) times.get(kind)?.push(took);
    }
  }
  // Without the slowest tenth of each kind; and without the slowest half, where a small difference shows sooner.
  return (one: Kind, other: Kind) => {
    const compared = (kept: number) => compareTimes(times.get(one) ?? [], times.get(other) ?? [], kept);
    const [most, half] = [compared(0.9), compared(0.5)];
    const [a, b] = most.medians.map((median) => `${median.toFixed(3)} ms`);
    const found = `t = ${most.t.toFixed(1)}, of the fastest half ${half.t.toFixed(1)}`;
    // Past jest, which would make several lines of it.
    process.stdout.write(`timing: ${one} / ${other}: medians ${a} / ${b}, ${found}\n`);
    const [first, second] = most.medians;
    return { t: Math.max(Math.abs(most.t), Math.abs(half.t)), apart: Math.abs(first - second) };
  };
}

/** Three times as long as nearly all of them take without a clock, with whatever else the machine has to do just now. */
async function periodFor(kind: Kind): Promise<number> {
  const handler = tokenEndpoint(() => impatientClock);
  const times: number[] = [];
  for (let turn = 0; turn < 2 * WARM_UP; turn += 1) times.push(await timeOf(handler, kind));
  const nearlyAll = times.slice(WARM_UP).toSorted((a, b) => a - b)[WARM_UP * 0.97] ?? 0;
  return Math.min(PERIODS.longest, Math.max(PERIODS.shortest, Math.ceil(3 * nearlyAll)));
}

const PAIRS: readonly (readonly [Kind, Kind])[] = [
  ['unknown key', 'wrong secret'],
  ['wrong secret', 'nearly the secret'],
  ['unknown key', 'disabled client, wrong secret'],
  ['unknown key', 'disabled client, its secret'],
];

test('a secret that is nearly right is one all the same, and differs at its end alone', () => {
  expect(isConsumerSecret(NEARLY)).toBe(true);
  expect([NEARLY.length, NEARLY.slice(0, 45)]).toEqual([SECRET.length, SECRET.slice(0, 45)]);
  expect(NEARLY).not.toBe(SECRET);
});

test('without the refusal clock, the time tells a known key from an unknown one: here it can be seen', async () => {
  const compare = await measure(['unknown key', 'wrong secret'], () => impatientClock);

  const { t, apart } = compare('unknown key', 'wrong secret');
  expect(t).toBeGreaterThan(FAR);
  expect(apart).toBeGreaterThan(NOTHING);
}, 120_000);

/**
 * What differs in truth does so each time, so one round without a difference is enough; the other machine's work, of which
 * a round may catch some with one kind more than with the other, seldom does it three times over.
 */
test('no refusal can be told from another by its time', async () => {
  const kinds = Object.keys(KINDS) as Kind[];
  const period = await periodFor('disabled client, its secret');
  let far: readonly string[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const compare = await measure(kinds, () => startRefusalClock(period));
    far = PAIRS.filter(([one, other]) => {
      const { t, apart } = compare(one, other);
      return t > FAR && apart > NOTHING;
    }).map((pair) => pair.join(' / '));
    if (far.length === 0) break;
  }

  expect(far).toEqual([]);
}, 3_600_000);
