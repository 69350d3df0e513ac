import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type OperationId, parseRequest, ROUTES } from '#core/registry/contract.ts';
import { PROBLEMS } from '#core/registry/problem.ts';
import { answerOf, registryEvent, registryUnderTest } from '#test/support/registry-caller.ts';

/** A request that each route takes. A route that lacks one here does not compile. */
const SAMPLES: Readonly<Record<OperationId, { readonly path: string; readonly body?: Record<string, unknown> }>> = {
  createProduct: {
    path: '/products',
    body: { productId: 'new', displayName: 'New', projects: [{ projectId: 'orders' }], scopes: [] },
  },
  listProducts: { path: '/products' },
  readProduct: { path: '/products/orders' },
  createClient: { path: '/clients', body: { clientId: 'new', displayName: 'New', email: 'new@acme.example' } },
  listClients: { path: '/clients' },
  readClient: { path: '/clients/acme' },
  createSubscription: { path: '/subscriptions', body: { clientId: 'acme', productId: 'orders' } },
  listSubscriptions: { path: '/subscriptions' },
  readSubscription: { path: '/subscriptions/{consumerKey}' },
};

const operations = Object.entries(SAMPLES).map(([name, sample]) => {
  const route = Object.entries(ROUTES).find(([id]) => id === name)?.[1];
  if (route === undefined) throw new Error(`${name} is no route.`);
  return { name, route, ...sample };
});
const creates = operations.filter(({ route }) => route.method === 'POST');
const reads = operations.filter(({ route }) => route.path.includes('{'));

async function seededRegistry() {
  const registry = registryUnderTest();
  await registry.call('POST', '/products', { ...SAMPLES.createProduct.body, productId: 'orders' });
  await registry.call('POST', '/clients', { ...SAMPLES.createClient.body, clientId: 'acme' });
  const { body } = await registry.call('POST', '/subscriptions', SAMPLES.createSubscription.body);
  const counts = () =>
    [registry.stores.products, registry.stores.clients, registry.stores.subscriptions].map(
      (store) => store.all().length,
    );
  return { ...registry, counts, pathOf: (path: string) => path.replace('{consumerKey}', body.consumerKey) };
}

describe('every route', () => {
  test.each(operations)('$name answers as its contract says', async ({ route, path, body }) => {
    const { call, pathOf } = await seededRegistry();

    const answer = await call(route.method, pathOf(path), body);

    expect(answer.status).toBe(route.success.status);
    expect(route.success.body.safeParse(answer.body).error?.issues ?? []).toEqual([]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
  });

  test.each(operations)('$name refuses every other method, and says which there are', async ({ route, path }) => {
    const { call, pathOf } = await seededRegistry();
    const allowed = operations.filter((other) => other.route.path === route.path).map((other) => other.route.method);

    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'get', 'ANY']) {
      if (allowed.some((one) => one === method)) continue;
      const answer = await call(method, pathOf(path), {});
      expect([method, answer.status]).toEqual([method, 405]);
      expect(answer.headers.allow).toBe(allowed.toSorted().join(', '));
    }
  });

  test.each(operations)('$name refuses an unknown query parameter', async ({ route, path, body }) => {
    const { call, pathOf } = await seededRegistry();

    const { status, body: problem } = await call(route.method, `${pathOf(path)}?revision=7`, body);

    expect([status, problem.errors]).toEqual([400, [{ field: 'revision', message: 'is not known here' }]]);
  });

  test.each(operations)('$name is not found by a path that only looks alike', async ({ route, path, body }) => {
    const { call, pathOf, counts } = await seededRegistry();
    const before = counts();
    const one = pathOf(path);

    for (const alike of [`${one}/`, `/${one}`, `${one}//`, `/x${one}`, one.toUpperCase(), `${one}%2F`]) {
      const answer = await call(route.method, alike, body);
      expect([alike, answer.status]).toEqual([alike, 404]);
    }
    expect(counts()).toEqual(before);
  });

  test.each(operations)('$name is found behind the base path of a custom domain', async ({ route, path, body }) => {
    const { handler, pathOf } = await seededRegistry();
    const event = registryEvent(route.method, pathOf(path), body);

    const { statusCode } = await handler({ ...event, path: `/base${event.path}` });

    expect(statusCode).toBe(route.success.status);
  });

  test.each(reads)('$name answers 404 for an id that there is not or cannot be', async ({ route }) => {
    const { call } = await seededRegistry();

    for (const id of [
      'nobody',
      'UPPER',
      '..',
      '.',
      '%00',
      'tgk_0000000000000000000000',
      'a'.repeat(300),
      '__proto__',
    ]) {
      const { status, body } = await call('GET', route.path.replace(/\{.*\}/, id));
      expect([id, status, body.type]).toEqual([id, 404, 'urn:tollgate:problem:not_found']);
    }
  });

  test.each(creates)('$name refuses what is not JSON', async ({ path }) => {
    const { call, counts } = await seededRegistry();
    const before = counts();

    for (const text of ['', '{', '{"a":1}x', "{'a':1}", 'undefined']) {
      const { status, body } = await call('POST', path, text);
      expect([text, status, body.type]).toEqual([text, 400, 'urn:tollgate:problem:malformed_json']);
    }
    expect(counts()).toEqual(before);
  });

  test.each(creates)('$name refuses bytes that are not UTF-8', async ({ path }) => {
    const { handler } = await seededRegistry();
    const bytes = Buffer.from([0x22, 0xff, 0x22]).toString('base64');

    const answer = answerOf(await handler(registryEvent('POST', path, bytes, { isBase64Encoded: true })));

    expect([answer.status, answer.body.type]).toEqual([400, 'urn:tollgate:problem:malformed_json']);
  });

  test.each(creates)('$name takes a body in base64', async ({ path, body }) => {
    const { handler } = await seededRegistry();
    const text = Buffer.from(JSON.stringify(body)).toString('base64');

    const { statusCode } = await handler(registryEvent('POST', path, text, { isBase64Encoded: true }));

    expect(statusCode).toBe(201);
  });

  test.each(creates)('$name refuses JSON that is no object', async ({ path }) => {
    const { call } = await seededRegistry();

    for (const text of ['null', '[]', '7', '"x"', 'true']) {
      const { status, body } = await call('POST', path, text);
      expect([text, status, body.errors]).toEqual([text, 400, [{ field: 'body', message: 'must be an object' }]]);
    }
  });

  test.each(creates)('$name refuses a body that is too large', async ({ path, body }) => {
    const { call } = await seededRegistry();

    const { status } = await call('POST', path, { ...body, displayName: 'é'.repeat(40_000) });

    expect(status).toBe(413);
  });

  test.each(creates)('$name refuses other media types, and none', async ({ path, body }) => {
    const { handler, counts } = await seededRegistry();
    const before = counts();

    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      undefined,
    ]) {
      const multiValueHeaders = type === undefined ? {} : { 'content-type': [type] };
      const { statusCode } = await handler(registryEvent('POST', path, body, { headers: {}, multiValueHeaders }));
      expect([type, statusCode]).toEqual([type, 415]);
    }
    expect(counts()).toEqual(before);
  });

  test.each(creates)('$name takes its media type whatever the case', async ({ path, body }) => {
    const { handler } = await seededRegistry();
    const multiValueHeaders = { 'CONTENT-type': ['Application/JSON; charset="UTF-8"'] };

    const { statusCode } = await handler(registryEvent('POST', path, body, { headers: {}, multiValueHeaders }));

    expect(statusCode).toBe(201);
  });

  test.each(creates)('$name refuses every field that is not the caller’s to set', async ({ path, body }) => {
    const { call, counts } = await seededRegistry();
    const before = counts();
    const fields = [
      ...['revision', 'incarnation', 'clientIncarnation', 'productIncarnation', 'createdAt', 'changedAt', 'schema'],
      ...['consumerKey', 'consumerSecret', 'secrets', 'secretHash', 'hash', 'tokensNotBefore', 'principal'],
      ...['constructor', 'toString', '', ' ', 'DisplayName', 'client_id'],
    ];

    for (const field of fields) {
      const answer = await call('POST', path, { ...body, [field]: 'x' });
      expect([field, answer.status, answer.body.errors]).toEqual([
        field,
        400,
        [{ field, message: 'is not known here' }],
      ]);
    }
    const proto = await call('POST', path, JSON.stringify(body).replace('{', '{"__proto__":{"status":"revoked"},'));
    expect([proto.status, proto.body.errors]).toEqual([400, [{ field: '__proto__', message: 'is not known here' }]]);
    expect(counts()).toEqual(before);
  });

  test('of the contract has a method, a path below /, and problems that exist', () => {
    for (const { route } of operations) {
      expect(route.path).toMatch(/^(\/[a-z]+|\/\{[a-zA-Z]+\})+$/);
      for (const code of route.problems) expect(Object.keys(PROBLEMS)).toContain(code);
    }
    expect(operations.map(({ name }) => name).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });
});

describe('whatever comes', () => {
  const paths = fc.constantFrom(...operations.map(({ path }) => path), '/', '/nowhere', '/products/x/y');
  const methods = fc.constantFrom('GET', 'POST', 'DELETE', 'TRACE', '');

  test('as a body, the answer is well-formed and nothing malformed is stored', async () => {
    const registry = await seededRegistry();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...creates),
        fc.jsonValue(),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (create, value, more) => {
          for (const body of [JSON.stringify(value), { ...create.body, ...more }]) {
            const answer = await registry.call('POST', create.path, body);
            expect([201, 400, 409]).toContain(answer.status);
          }
        },
      ),
      { numRuns: 150 },
    );

    for (const item of registry.stores.products.all()) {
      const { productId, displayName, projects, scopes, description } = item;
      const body = { productId, displayName, projects, scopes, ...(description !== undefined && { description }) };
      expect(parseRequest(ROUTES.createProduct.request, { path: {}, query: {}, body }).ok).toBe(true);
    }
  });

  test('as a request, the answer is a problem or what the contract says', async () => {
    const registry = await seededRegistry();

    await fc.assert(
      fc.asyncProperty(
        methods,
        paths,
        fc.string(),
        fc.option(fc.string()),
        fc.boolean(),
        async (method, path, tail, body, isBase64Encoded) => {
          const event = registryEvent(method, `${path}${tail}`, body ?? undefined, { isBase64Encoded });
          const { status, headers, body: answer } = answerOf(await registry.handler(event));
          expect(headers['cache-control']).toBe('no-store');
          if (status < 300) return;
          expect(headers['content-type']).toBe('application/problem+json');
          expect(answer).toMatchObject({ type: expect.stringMatching(/^urn:tollgate:problem:/), status });
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('as an event, the handler never rejects', async () => {
    const { handler } = registryUnderTest();

    await fc.assert(
      fc.asyncProperty(
        fc.anything(),
        fc.dictionary(
          fc.constantFrom('path', 'body', 'requestContext', 'multiValueHeaders', 'pathParameters', 'httpMethod'),
          fc.anything(),
        ),
        async (event, parts) => {
          for (const odd of [event, { ...registryEvent('GET', '/products'), ...parts }]) {
            // biome-ignore lint/suspicious/noExplicitAny: API Gateway never sends these
            const answer = answerOf(await handler(odd as any));
            expect(answer.status).toBeGreaterThanOrEqual(200);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
