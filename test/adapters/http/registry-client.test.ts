import { describe, expect, test } from '@jest/globals';
import { RegistryCallError } from '#adapters/http/registry-call-error.ts';
import { createRegistryClient } from '#adapters/http/registry-client.ts';
import { sigV4 } from '#adapters/http/sign-request.ts';

const credentials = { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' };
const url = 'https://registry.example/development/';
const empty = { items: [] };

/** Answers, one for each attempt; an error is a broken connection. */
function clientOf(answers: readonly (Response | Error)[]) {
  const rest = [...answers];
  const requests: { url: string; method: string | undefined; headers: Headers; body: unknown }[] = [];
  const pauses: number[] = [];
  const client = createRegistryClient({
    url,
    sign: sigV4('eu-west-1', async () => credentials),
    random: () => 0,
    sleep: async (milliseconds) => void pauses.push(milliseconds),
    fetch: async (input, { method, headers, body } = {}) => {
      requests.push({ url: String(input), method, headers: new Headers(headers), body });
      const answer = rest.shift() ?? new Error('no more answers');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { client, requests, pauses };
}

const json = (body: unknown, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });
const failureOf = async (call: Promise<unknown>) => {
  const error = await call.catch((thrown: unknown) => thrown);
  if (error instanceof RegistryCallError) return error.failure;
  throw new Error('It did not fail as calls of the registry do.');
};

describe('the registry client', () => {
  test('builds the path, signs the request, and gives the ETag', async () => {
    const product = { clientId: 'a/b', displayName: 'A', email: 'a@b.example', status: 'active', attributes: {} };
    const state = { revision: 1, createdAt: '2027-01-01T00:00:00Z', changedAt: '2027-01-01T00:00:00Z' };
    const { client, requests } = clientOf([json({ ...product, ...state }, 200, { etag: '"1-abc"' })]);

    const answer = await client.call('readClient', { path: { clientId: 'a/b' } });

    expect(answer).toMatchObject({ status: 200, etag: '"1-abc"', replayed: false, body: { clientId: 'a/b' } });
    expect(requests[0]).toMatchObject({ url: 'https://registry.example/development/clients/a%2Fb', method: 'GET' });
    expect(requests[0]?.headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAFAKE\/\d{8}\/eu-west-1\/execute-api\/aws4_request, /,
    );
  });

  test('sends what is given and leaves out what is undefined', async () => {
    const { client, requests } = clientOf([json(empty)]);

    await client.call('listAuditEntries', { query: { limit: '5', entity: 'product/a', day: undefined } });

    expect(requests[0]?.url).toBe('https://registry.example/development/audit?limit=5&entity=product%2Fa');
  });

  test('waits as long as it is told while the API is busy, and no longer than 5 s', async () => {
    const busy = (retryAfter?: string) => json({}, 503, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
    const { client, pauses } = clientOf([busy('2'), busy('600'), busy(), json(empty)]);

    await client.call('listProducts', {});

    expect(pauses).toEqual([2_000, 5_000, 400]);
  });

  test('gives up after four attempts', async () => {
    const { client, requests } = clientOf([1, 2, 3, 4, 5].map(() => json({}, 429)));

    expect(await failureOf(client.call('listProducts', {}))).toMatchObject({ reason: 'refused', status: 429 });
    expect(requests).toHaveLength(4);
  });

  test('repeats after a broken connection what does no harm when it is done twice, and nothing else', async () => {
    const broken = new TypeError('fetch failed');
    const reading = clientOf([broken, json(empty)]);
    const creating = clientOf([broken, json({}, 400)]);
    const deleting = clientOf([broken, json(empty)]);
    const body = { clientId: 'acme', productId: 'starter' };

    await reading.client.call('listProducts', {});
    await failureOf(creating.client.call('createSubscription', { headers: { 'idempotency-key': 'k' }, body }));
    const path = { productId: 'a' };
    const failure = await failureOf(deleting.client.call('deleteProduct', { path, headers: { 'if-match': '*' } }));

    expect([reading, creating, deleting].map(({ requests }) => requests.length)).toEqual([2, 2, 1]);
    expect(failure).toEqual({ reason: 'unreachable', url: 'https://registry.example' });
    expect(new Set(creating.requests.map(({ headers }) => headers.get('idempotency-key')))).toEqual(new Set(['k']));
  });

  test('tells a call that took too long', async () => {
    const slow = Object.assign(new Error('timeout'), { name: 'TimeoutError' });
    const { client } = clientOf([slow, slow, slow, slow]);

    expect(await failureOf(client.call('listProducts', {}))).toMatchObject({ reason: 'timed_out', after: 15_000 });
  });

  test('lets pass what a newer registry says besides, and refuses what lacks a promised field', async () => {
    const { client } = clientOf([json({ items: [], total: 0 }), json({ things: [] }), new Response('<html>')]);

    expect((await client.call('listProducts', {})).body.items).toEqual([]);
    expect(await failureOf(client.call('listProducts', {}))).toMatchObject({ reason: 'answer_malformed' });
    expect(await failureOf(client.call('listProducts', {}))).toMatchObject({ reason: 'answer_malformed' });
  });

  test("tells the API's own refusals from those of the gateway", async () => {
    const own = { type: 'urn:tollgate:problem:in_use', title: 'In use.', status: 409, detail: '2 subscriptions' };
    const { client } = clientOf([json(own, 409), json({ message: 'Forbidden' }, 403)]);

    expect(await failureOf(client.call('listProducts', {}))).toMatchObject({
      reason: 'problem',
      code: 'in_use',
      detail: '2 subscriptions',
    });
    expect(await failureOf(client.call('listProducts', {}))).toEqual({
      reason: 'refused',
      status: 403,
      message: 'Forbidden',
    });
  });
});
