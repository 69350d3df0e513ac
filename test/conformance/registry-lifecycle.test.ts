import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { formatConsumerSecret } from '#core/registry/consumer-credentials.ts';
import { ROUTES } from '#core/registry/contract.ts';
import { type HttpAnswer, http } from '../support/http.ts';
import { allLogs, callGateway, callRegistry, localStage, requestToken } from '../support/stage-under-test.ts';

const send = (method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}) =>
  callRegistry(method, path, { headers, ...(body !== undefined && { body: JSON.stringify(body) }) });

/** Everything of an answer that could tell one refusal from another. */
const bytesOf = ({ status, text, headers }: HttpAnswer) => [
  status,
  text,
  headers['www-authenticate'],
  headers['cache-control'],
];

/** A secret that is well-formed and nobody's. */
const WRONG_SECRET = formatConsumerSecret(new Uint8Array(32));

describe('the life of a subscription', () => {
  const id = randomUUID();
  const product = `/products/product-${id}`;
  const client = `/clients/client-${id}`;
  const secrets: string[] = [];
  let consumerKey = '';
  const subscription = () => `/subscriptions/${consumerKey}`;
  const tokenBy = (consumerSecret: string | undefined) =>
    requestToken({ consumerKey, consumerSecret: consumerSecret ?? '' });
  const etagOf = async (path: string) => ({ 'if-match': String((await send('GET', path)).headers.etag) });

  test('begins with a product that wants approval, and a client', async () => {
    const made = await send('POST', '/products', {
      productId: `product-${id}`,
      displayName: 'Tickets',
      projects: [{ projectId: 'tickets-2.0', operations: [{ methods: ['GET'], path: '/{proxy+}' }] }],
      scopes: ['tickets:read'],
      keyApproval: 'manual',
      accessTokenExpiryTime: 120_000,
      attributes: { tier: 'gold' },
    });
    const registered = await send('POST', '/clients', {
      clientId: `client-${id}`,
      displayName: 'Client',
      email: 'client@example.com',
    });

    expect([made.status, registered.status]).toEqual([201, 201]);
    expect(made.headers).toMatchObject({
      'cache-control': 'no-store',
      etag: expect.stringMatching(/^"1-[0-9a-f]{8}"$/),
    });
    expect(made.headers.location).toContain(product);
  });

  test('is pending until it is approved, and a retry of its creation makes no second one', async () => {
    const body = { clientId: `client-${id}`, productId: `product-${id}` };
    const key = { 'idempotency-key': `create ${id}` };
    const made = await send('POST', '/subscriptions', body, key);
    const again = await send('POST', '/subscriptions', body, key);
    consumerKey = made.json.consumerKey;
    secrets.push(made.json.consumerSecret);

    expect(made).toMatchObject({ status: 201, json: { status: 'pending' } });
    expect(again).toMatchObject({
      status: 201,
      json: { consumerKey, consumerSecretShown: true },
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(again.text).not.toContain(secrets[0]);
    expect((await send('GET', `/subscriptions?clientId=client-${id}`)).json.items).toHaveLength(1);
  });

  test('gives no token before, by the very bytes that a wrong secret is refused with', async () => {
    const pending = await tokenBy(secrets[0]);
    const wrong = await tokenBy(WRONG_SECRET);

    expect(pending.status).toBe(401);
    expect(bytesOf(pending)).toEqual(bytesOf(wrong));
  });

  test('is approved, and its token opens what the product holds', async () => {
    expect(await send('POST', `${subscription()}/approve`)).toMatchObject({ status: 200, json: { status: 'active' } });
    const token = await tokenBy(secrets[0]);

    expect(token).toMatchObject({ status: 200, json: { expires_in: 120, scope: 'tickets:read' } });
    expect((await callGateway('/tickets/2.0/7', token.json.access_token)).status).toBe(200);
  });

  test('has two secrets while one takes over from the other', async () => {
    const answer = await send('POST', `${subscription()}/secrets`, { overlap: '1h' });
    secrets.push(answer.json.consumerSecret);
    const third = await send('POST', `${subscription()}/secrets`, { overlap: '1h' });

    expect(answer.status).toBe(201);
    expect(third).toMatchObject({ status: 409, json: { type: 'urn:tollgate:problem:conflict' } });
    expect((await Promise.all(secrets.map(tokenBy))).map(({ status }) => status)).toEqual([200, 200]);
    const shown = (await send('GET', subscription())).json.secrets;
    expect(shown).toMatchObject([{ expiresSoon: true, lastUsedAt: expect.any(String) }, { expiresSoon: false }]);
  });

  test('has one again when the old one is retired', async () => {
    const [old] = (await send('GET', subscription())).json.secrets;

    expect((await send('POST', `${subscription()}/secrets/${old.secretId}/retire`)).status).toBe(200);

    expect((await Promise.all(secrets.map(tokenBy))).map(({ status }) => status)).toEqual([401, 200]);
    expect(bytesOf(await tokenBy(secrets[0]))).toEqual(bytesOf(await tokenBy(WRONG_SECRET)));
  });

  test('gives no token while it is paused', async () => {
    await send('POST', `${subscription()}/pause`);
    const paused = await tokenBy(secrets[1]);
    await send('POST', `${subscription()}/resume`);
    const resumed = await tokenBy(secrets[1]);

    expect(bytesOf(paused)).toEqual(bytesOf(await tokenBy(WRONG_SECRET)));
    expect(resumed.status).toBe(200);
  });

  test('is changed by those alone who know its state', async () => {
    const change = { attributes: { plan: 'a' } };
    const current = await etagOf(subscription());
    const patch = { 'content-type': 'application/merge-patch+json' };

    const blind = await send('PATCH', subscription(), change, patch);
    const first = await send('PATCH', subscription(), change, { ...current, ...patch });
    const late = await send('PATCH', subscription(), { attributes: { plan: 'b' } }, { ...current, ...patch });

    expect([blind.status, first.status, late.status]).toEqual([428, 200, 412]);
    expect((await send('GET', subscription())).json.attributes).toEqual({ plan: 'a' });
  });

  test('is held in place by what refers to it, until it is revoked', async () => {
    const early = await send('DELETE', product, undefined, await etagOf(product));
    await send('POST', `${subscription()}/revoke`);
    const revoked = await tokenBy(secrets[1]);
    const resumed = await send('POST', `${subscription()}/resume`);

    expect(early).toMatchObject({ status: 409, json: { type: 'urn:tollgate:problem:in_use' } });
    expect(early.json.detail).toContain('1 subscription');
    expect(bytesOf(revoked)).toEqual(bytesOf(await tokenBy(WRONG_SECRET)));
    expect(resumed.status).toBe(409);
  });

  test('ends with everything deleted', async () => {
    for (const path of [subscription(), product, client]) {
      const deleted = await send('DELETE', path, undefined, await etagOf(path));
      expect([path, deleted.status, deleted.text]).toEqual([path, 204, '']);
      expect((await send('GET', path)).status).toBe(404);
    }
    expect(bytesOf(await tokenBy(secrets[1]))).toEqual(bytesOf(await tokenBy(WRONG_SECRET)));
  });

  test('is told by the audit trail, from its end to its beginning', async () => {
    const entity = `subscription/${consumerKey}`;
    const { items } = (await send('GET', `/audit?entity=${encodeURIComponent(entity)}`)).json;
    const today = await send('GET', '/audit?limit=100');

    expect(items.map(({ action }: { action: string }) => action.replace(/^subscription\./, ''))).toEqual([
      'delete',
      'revoke',
      'change',
      'resume',
      'pause',
      'secret.retire',
      'secret.rotate',
      'approve',
      'create',
    ]);
    expect(today.text).toContain(`"product/product-${id}"`);
    for (const secret of secrets) {
      expect(today.text).not.toContain(secret.slice(4, -7));
      expect(allLogs()).not.toContain(secret.slice(4, -7));
    }
  });
});

describe('every route of the registry API', () => {
  const routes = Object.entries(ROUTES).map(([name, { method, path }]) => ({
    name,
    method,
    path: path.replace(/\{\w+\}/g, 'x'),
  }));

  test.each(routes)('$name is closed to who does not sign, or signs with another key', async ({ method, path }) => {
    const unsigned = await http(`${localStage().registryUrl}${path}`, { method });
    const forged = await callRegistry(method, path, { secretAccessKey: 'wrong' });

    expect([unsigned.status, forged.status]).toEqual([403, 403]);
  });

  test('is described by a document that the API gives itself', async () => {
    const { status, json } = await send('GET', '/openapi.json');

    expect([status, json.openapi]).toEqual([200, '3.1.1']);
    expect(Object.keys(json.paths)).toEqual([...new Set(Object.values(ROUTES).map(({ path }) => path))]);
  });

  test('knows what is deployed', async () => {
    const { json } = await send('GET', '/projects/tickets-2.0');

    expect(json).toMatchObject({ projectId: 'tickets-2.0', kind: 'rest', path: '/tickets/2.0' });
  });
});
