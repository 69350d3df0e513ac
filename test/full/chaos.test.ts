/** For a minute DynamoDB and KMS fail in every way in turn, under load and real changes: nobody is let through who may not be,
 * and nobody refused who may. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PRIMING_BUDGET } from '#adapters/runtime/prime.ts';
import { BRIEF_BOUNDS } from '../support/brief-bounds.ts';
import { basic, postForm } from '../support/client-requests.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { type HostBehindFaults, startHostBehindFaults } from '../support/host-behind-faults.ts';
import { anyOf, createLoad, type ObservedAnswer } from '../support/load.ts';
import { type Credentials, callRegistry, requestToken, subscribe } from '../support/stage-under-test.ts';
import { TIME_BUDGETS } from '../support/time-budgets.ts';
import { WRONG_SECRET } from '../support/token-world.ts';

/** Milliseconds. */
const CHAOS = 60_000;
const STEP = 2_000;
const RECOVERY = 5_000;
/** After the faults: longer than the recovery, and than any change takes to be noticed then. */
const AFTERMATH = 12_000;
const BOUND = 1_000 * (BRIEF_BOUNDS.authorizerCacheSeconds + BRIEF_BOUNDS.verifierCacheSeconds);
const GRACE = 1_000 * BRIEF_BOUNDS.outageGraceSeconds;
/** The longest path, and the start of a function. */
const LONGEST = {
  call: PRIMING_BUDGET + TIME_BUDGETS.verifier.longest,
  token: PRIMING_BUDGET + TIME_BUDGETS.introspection.longest,
} as const;
/** Patchiness comes when much of what was known is too old: what is read then must be all of it, or nothing. */
const FAULTS = ['healthy', 'throttling', 'hanging', 'dead', 'patchy'] as const satisfies readonly Fault[];

const folder = mkdtempSync(path.resolve('.cache/chaos-'));
let host: HostBehindFaults;
beforeAll(async () => {
  const assembly = path.join(folder, 'assembly');
  await promisify(execFile)(process.execPath, ['test/support/brief-bounds-app.ts'], {
    env: { ...process.env, CDK_OUTDIR: assembly },
  });
  host = await startHostBehindFaults(assembly, BRIEF_BOUNDS.name);
}, 120_000);
afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A client with a token in use, and what is changed about it. */
interface Caller {
  readonly credentials: Credentials;
  token: string;
  /** Epoch milliseconds: from then on it may be refused, and once that was acknowledged, it must be within the bound. */
  changingSince?: number;
  acknowledgedAt?: number;
}

async function aCaller(): Promise<Caller> {
  const credentials = await subscribe(['header', 'query', 'form'], [], host.stage);
  const { access_token: token } = (await requestToken(credentials, {}, host.stage.tokenUrl)).json;
  return { credentials, token };
}

const CHANGES = {
  'revoke the token': ({ credentials, token }: Caller) =>
    postForm(host.stage.revocationUrl, { token }, basic(credentials)),
  'pause the subscription': ({ credentials: { consumerKey } }: Caller) =>
    callRegistry('POST', `/subscriptions/${consumerKey}/pause`, { stage: host.stage, body: '{}' }),
  'disable the client': ({ credentials: { clientId } }: Caller) =>
    callRegistry('PATCH', `/clients/${clientId}`, {
      stage: host.stage,
      body: JSON.stringify({ status: 'disabled' }),
      headers: { 'if-match': '*' },
    }),
};
type Change = keyof typeof CHANGES;

/** For how long after it was acknowledged a change may go unnoticed, in milliseconds, as the README states it. */
function unnoticed(change: Change, kind: string): number {
  // What was asked for before the end of that time may be answered, and kept by API Gateway, a little after it.
  if (kind === 'call') return BOUND + GRACE + TIME_BUDGETS.verifier.longest;
  return change === 'disable the client' ? 10_000 + TIME_BUDGETS.token.longest : 0;
}

test('a minute of faults under load lets no wrong call through, refuses no right one, and is over when they are', async () => {
  const load = createLoad();
  const good = await Promise.all(Array.from({ length: 4 }, aCaller));
  const victims = await Promise.all(
    Array.from({ length: 3 }, () => Object.keys(CHANGES) as Change[])
      .flat()
      .map(async (change) => ({ change, caller: await aCaller() })),
  );
  const tally = { allowed: 0, refused: 0, unavailable: 0, broken: 0 };
  const wrong: string[] = [];
  let faultsEnded = Number.POSITIVE_INFINITY;
  let lastTrouble = 0;
  let goodSince = 0;

  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { stage } = host;
  const url = (resource: string) => `${stage.gatewayUrl}${resource}`;
  const CALLS = [
    ({ token }: Caller, project = 'header') =>
      load.send('call', url(`/${project}/things/7`), { headers: { Authorization: `Bearer ${token}` } }),
    ({ token }: Caller) => load.send('call', url(`/query/things/7?access_token=${token}`)),
    ({ token }: Caller) =>
      load.send('call', url('/form/things'), { method: 'POST', headers: form, body: `access_token=${token}` }),
  ] as const;
  const post = (address: string, { consumerKey, consumerSecret }: Credentials, body: string) =>
    load.send('token', address, {
      method: 'POST',
      headers: { ...form, ...basic({ consumerKey, consumerSecret }) },
      body,
    });
  const getToken = ({ credentials }: Caller) => post(stage.tokenUrl, credentials, 'grant_type=client_credentials');
  const introspect = ({ credentials, token }: Caller) => post(stage.introspectionUrl, credentials, `token=${token}`);

  /** @returns what the answer means; what nobody may answer is noted */
  function meaningOf(who: string, answer: ObservedAnswer): keyof typeof tally {
    const { status, headers, json } = answer;
    if (status === 503 && headers['retry-after'] === undefined) wrong.push(`${who}: 503 without Retry-After`);
    if (status === 503) return 'unavailable';
    if ([200, 207].includes(status)) return json?.active === false ? 'refused' : 'allowed';
    return [401, 403].includes(status) ? 'refused' : 'broken';
  }

  function judge(who: string, answer: ObservedAnswer, allowedUntil: number, refusedFrom: number): keyof typeof tally {
    const meaning = meaningOf(who, answer);
    tally[meaning] += 1;
    if (meaning === 'allowed' && answer.startedAt > allowedUntil) {
      wrong.push(`${who}: allowed ${answer.startedAt - allowedUntil} ms too late`);
    }
    if (meaning === 'refused' && answer.endedAt < refusedFrom) wrong.push(`${who}: refused with ${answer.status}`);
    if (meaning === 'broken') wrong.push(`${who}: ${answer.status} ${answer.text}`);
    return meaning;
  }

  async function asGood(caller: Caller, send: (caller: Caller) => Promise<ObservedAnswer>): Promise<ObservedAnswer> {
    const answer = await send(caller);
    const meaning = judge('good caller', answer, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    if (meaning !== 'allowed') lastTrouble = answer.endedAt;
    else if (answer.startedAt > faultsEnded) goodSince += 1;
    return answer;
  }

  async function asVictim(send: (caller: Caller) => Promise<ObservedAnswer>, kind: 'call' | 'token' | 'introspection') {
    for (const { change, caller } of victims) {
      const answer = await send(caller);
      // Whoever revokes one token gets another.
      const isTouched = change !== 'revoke the token' || kind !== 'token';
      const limit = (caller.acknowledgedAt ?? Number.POSITIVE_INFINITY) + unnoticed(change, kind);
      const settled = Math.max(caller.acknowledgedAt ?? Number.POSITIVE_INFINITY, faultsEnded) + BOUND + 1_000;
      const allowedUntil = kind === 'call' ? Math.min(limit, settled) : limit;
      const refusedFrom = caller.changingSince ?? Number.POSITIVE_INFINITY;
      const [until, from] = isTouched
        ? [allowedUntil, refusedFrom]
        : [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      judge(`${change}, ${kind}`, answer, until, from);
    }
  }

  const someone = () => anyOf(good as [Caller, ...Caller[]]);
  const STRANGERS = [
    () => CALLS[0](someone(), 'other'),
    () => CALLS[0]({ ...someone(), token: `${someone().token.slice(0, -4)}AAAA` }),
    () => CALLS[1]({ ...someone(), token: 'none' }),
    () => getToken({ ...someone(), credentials: { ...someone().credentials, consumerSecret: WRONG_SECRET } }),
    () => getToken({ ...someone(), credentials: { ...someone().credentials, consumerKey: `tgk_${'0'.repeat(22)}` } }),
  ] as const;
  const call = async () => void (await asGood(someone(), anyOf(CALLS)));
  load.repeat(
    [
      ...[call, call, call, call],
      async () => {
        const caller = someone();
        const { status, json } = await asGood(caller, getToken);
        // It is used for a while: what the verifiers know of it is what they go by in an outage.
        if (status === 200 && Math.random() < 0.02) caller.token = json.access_token;
      },
      async () => void (await asGood(someone(), introspect)),
      async () => void judge('stranger', await anyOf(STRANGERS)(), 0, 0),
      () => asVictim(CALLS[0], 'call'),
      () => asVictim(anyOf(CALLS), 'call'),
      () => asVictim(getToken, 'token'),
      () => asVictim(introspect, 'introspection'),
    ],
    10,
  );

  /** Begins while DynamoDB is healthy, and is repeated until it is acknowledged. */
  async function change({ change: what, caller }: (typeof victims)[number]): Promise<void> {
    caller.changingSince = Date.now();
    for (;;) {
      const { status } = await CHANGES[what](caller);
      // A repeated pause finds that it is done.
      if (status < 300 || status === 409) break;
      await sleep(100);
    }
    caller.acknowledgedAt = Date.now();
  }

  const changes: Promise<void>[] = [];
  const waiting = [...victims];
  for (let step = 0; step < CHAOS / STEP; step += 1) {
    // Each state of the one with each of the other.
    const dynamodb = FAULTS[step % FAULTS.length] ?? 'healthy';
    const kms = FAULTS[(step + Math.floor(step / FAULTS.length)) % FAULTS.length] ?? 'healthy';
    await host.show({ dynamodb, kms });
    if (dynamodb === 'healthy' && step > 0) for (const victim of waiting.splice(0, 2)) changes.push(change(victim));
    await sleep(STEP);
  }
  await host.show({ dynamodb: 'healthy', kms: 'healthy' });
  faultsEnded = Date.now();
  await sleep(AFTERMATH);
  await load.stop();
  await Promise.all(changes);

  const { brokenOff } = await host.count();
  const recovery = Math.max(0, lastTrouble - faultsEnded);
  const { allowed, refused, unavailable, broken } = tally;
  process.stdout.write(
    `chaos: ${load.total()} requests in ${(CHAOS + AFTERMATH) / 1_000} s: ${allowed} allowed, ${refused} refused, ${unavailable} unavailable (503), ` +
      `${broken} broken; ${brokenOff} broken off; ${wrong.length} wrong; ${changes.length} changes; longest call ${load.longest('call')} ms, ` +
      `longest token request ${load.longest('token')} ms; recovered after ${recovery} ms\n`,
  );
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(changes).toHaveLength(victims.length - waiting.length);
  expect(changes.length).toBeGreaterThanOrEqual(6);
  expect(brokenOff).toBe(0);
  for (const kind of ['call', 'token'] as const) expect(load.longest(kind)).toBeLessThan(LONGEST[kind]);
  expect(recovery).toBeLessThan(RECOVERY);
  // The faults were felt, and did not stop everything.
  expect(unavailable).toBeGreaterThan(100);
  expect(allowed).toBeGreaterThan(1_000);
  expect(goodSince).toBeGreaterThan(500);
}, 180_000);
