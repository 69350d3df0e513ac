import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bodyOf,
  headersOf,
  mediaTypesOf,
  parseRequest,
  problemsOf,
  ROUTES,
  requiresPrecondition,
} from '#core/registry/contract.ts';
import { PROBLEMS } from '#core/registry/problem.ts';
import { answerOf, registryEvent } from '#test/support/registry-caller.ts';
import { sampledOperations as operations, seededRegistry } from '#test/support/registry-samples.ts';

const mutations = operations.filter(({ route }) => route.mutation);
const ofOneThing = operations.filter(({ route }) => route.path.includes('{'));
const withBody = operations.filter(({ route }) => bodyOf(route) !== 'none');
const requiringBody = operations.filter(({ route }) => bodyOf(route) === 'required');
const bodyless = operations.filter(({ route }) => bodyOf(route) === 'none');
const conditional = operations.filter(({ route }) => headersOf(route).includes('if-match'));
const idempotent = operations.filter(({ route }) => headersOf(route).includes('idempotency-key'));
const lists = operations.filter(({ route }) => 'cursor' in route.request.shape.query.shape);

/** Checks that a request is refused, that it has changed nothing, and gives the answer. */
async function refused(
  registry: Awaited<ReturnType<typeof seededRegistry>>,
  ...[method, path, body, headers]: Parameters<typeof registry.call>
) {
  const before = registry.stored();
  const answer = await registry.call(method, path, body, headers);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
  });
  expect(registry.stored()).toEqual(before);
  return [answer.status, answer.body.type.replace('urn:tollgate:problem:', ''), answer.body.errors] as const;
}

describe('every route', () => {
  test.each(operations)('$name answers as its contract says', async ({ route, path, body, headers }) => {
    const { call, pathOf } = await seededRegistry();

    const answer = await call(route.method, pathOf(path), body, headers);

    expect(answer.status).toBe(route.success.status);
    expect(answer.headers['cache-control']).toBe('no-store');
    if (route.success.body === undefined) {
      expect(answer.body).toBeUndefined();
      return;
    }
    expect(route.success.body.safeParse(answer.body).error?.issues ?? []).toEqual([]);
    expect(answer.headers['content-type']).toBe('application/json');
    const promised = (route.success.headers ?? []).filter((name) => name !== 'Idempotency-Replayed');
    for (const name of promised) expect(answer.headers).toHaveProperty(name.toLowerCase());
    expect('consumerSecret' in answer.body).toBe(route.holdsSecret);
  });

  test.each(operations)('$name refuses every other method, and says which there are', async ({ route, path }) => {
    const registry = await seededRegistry();
    const allowed = operations.filter((other) => other.route.path === route.path).map((other) => other.route.method);

    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'get', 'ANY']) {
      if (allowed.some((one) => one === method)) continue;
      expect((await refused(registry, method, registry.pathOf(path), {}))[0]).toBe(405);
      const answer = await registry.call(method, registry.pathOf(path), {});
      expect(answer.headers.allow).toBe(allowed.toSorted().join(', '));
    }
  });

  test.each(operations)('$name needs a principal', async ({ route, path, body, headers }) => {
    const { handler, stored, pathOf } = await seededRegistry();
    const before = stored();
    const event = registryEvent(route.method, pathOf(path), body, { headers });
    const { requestContext } = event;
    const identity = { ...requestContext.identity, userArn: null };

    const answer = answerOf(await handler({ ...event, requestContext: { ...requestContext, identity } }));

    expect([answer.status, answer.body.type]).toEqual([403, 'urn:tollgate:problem:forbidden']);
    expect(stored()).toEqual(before);
  });

  test.each(operations)('$name refuses an unknown query parameter', async ({ route, path, body, headers }) => {
    const registry = await seededRegistry();

    const refusal = await refused(registry, route.method, `${registry.pathOf(path)}?revision=7`, body, headers);

    expect(refusal).toEqual([400, 'invalid_request', [{ field: 'revision', message: 'is not known here' }]]);
  });

  test.each(operations)(
    '$name is not found by a path that only looks alike',
    async ({ route, path, body, headers }) => {
      const registry = await seededRegistry();
      const one = registry.pathOf(path);

      for (const alike of [`${one}/`, `/${one}`, `${one}//`, `/x${one}`, one.replace('/', '/%2F'), `${one}%2F`]) {
        expect((await refused(registry, route.method, alike, body, headers))[0]).toBe(404);
      }
    },
  );

  test.each(operations)(
    '$name is found behind the base path of a custom domain',
    async ({ route, path, body, headers }) => {
      const { handler, pathOf } = await seededRegistry();
      const event = registryEvent(route.method, pathOf(path), body, { headers });

      const { statusCode } = await handler({ ...event, path: `/base${event.path}` });

      expect(statusCode).toBe(route.success.status);
    },
  );

  test.each(ofOneThing)(
    '$name answers 404 for an id that there is not or cannot be',
    async ({ route, body, headers }) => {
      const registry = await seededRegistry();

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
        const path = route.path.replaceAll(/\{.*?\}/g, id);
        expect([id, ...(await refused(registry, route.method, path, body, headers))].slice(0, 3)).toEqual([
          id,
          404,
          'not_found',
        ]);
      }
    },
  );

  test.each(withBody)('$name refuses what is not JSON', async ({ route, path, headers }) => {
    const registry = await seededRegistry();

    for (const text of [...(bodyOf(route) === 'required' ? [''] : []), ' ', '{', '{"a":1}x', "{'a':1}", 'undefined']) {
      const refusal = await refused(registry, route.method, registry.pathOf(path), text, headers);
      expect([text, ...refusal.slice(0, 2)]).toEqual([text, 400, 'malformed_json']);
    }
  });

  test.each(withBody)('$name refuses bytes that are not UTF-8', async ({ route, path, headers }) => {
    const { handler, pathOf } = await seededRegistry();
    const bytes = Buffer.from([0x22, 0xff, 0x22]).toString('base64');

    const event = registryEvent(route.method, pathOf(path), bytes, { isBase64Encoded: true, headers });
    const answer = answerOf(await handler(event));

    expect([answer.status, answer.body.type]).toEqual([400, 'urn:tollgate:problem:malformed_json']);
  });

  test.each(withBody)('$name takes a body in base64', async ({ route, path, body = {}, headers }) => {
    const { handler, pathOf } = await seededRegistry();
    const text = Buffer.from(JSON.stringify(body)).toString('base64');

    const { statusCode } = await handler(
      registryEvent(route.method, pathOf(path), text, { isBase64Encoded: true, headers }),
    );

    expect(statusCode).toBe(route.success.status);
  });

  test.each(withBody)('$name refuses JSON that is no object', async ({ route, path, headers }) => {
    const registry = await seededRegistry();

    for (const text of ['null', '[]', '7', '"x"', 'true']) {
      const [status, , errors] = await refused(registry, route.method, registry.pathOf(path), text, headers);
      expect([text, status, errors]).toEqual([text, 400, [{ field: 'body', message: 'must be an object' }]]);
    }
  });

  test.each(withBody)('$name refuses a body that is too large', async ({ route, path, body, headers }) => {
    const registry = await seededRegistry();
    const large = { ...body, displayName: 'é'.repeat(40_000) };

    expect((await refused(registry, route.method, registry.pathOf(path), large, headers))[0]).toBe(413);
  });

  test.each(withBody)('$name refuses other media types, and none', async ({ route, path, body = {}, headers }) => {
    const registry = await seededRegistry();

    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      undefined,
    ]) {
      const odd = { ...headers, 'Content-Type': type };
      expect([type, (await refused(registry, route.method, registry.pathOf(path), body, odd))[0]]).toEqual([type, 415]);
    }
    const twice = { ...headers, 'Content-Type': ['application/json', 'application/json'] };
    expect((await refused(registry, route.method, registry.pathOf(path), body, twice))[0]).toBe(415);
  });

  test.each(withBody)('$name takes its media types whatever the case', async ({ route, path, body = {}, headers }) => {
    for (const type of mediaTypesOf(route)) {
      const { call, pathOf } = await seededRegistry();
      const shouted = {
        ...headers,
        'Content-Type': undefined,
        'CONTENT-type': `${type.toUpperCase()}; charset="UTF-8"`,
      };

      expect((await call(route.method, pathOf(path), body, shouted)).status).toBe(route.success.status);
    }
  });

  test.each(withBody)(
    '$name refuses every field that is not the caller’s to set',
    async ({ route, path, body = {}, headers }) => {
      const registry = await seededRegistry();
      const url = registry.pathOf(path);
      const fields = [
        ...['revision', 'incarnation', 'clientIncarnation', 'productIncarnation', 'createdAt', 'changedAt', 'schema'],
        ...['consumerKey', 'consumerSecret', 'secrets', 'secretHash', 'hash', 'tokensNotBefore', 'principal'],
        ...['lastChange', 'idempotency', 'deletedAt', 'expiresSoon', 'constructor', 'toString', '', ' ', 'DisplayName'],
      ];

      for (const field of fields) {
        const [status, , errors] = await refused(registry, route.method, url, { ...body, [field]: 'x' }, headers);
        expect([field, status, errors]).toEqual([field, 400, [{ field, message: 'is not known here' }]]);
      }
      const text = JSON.stringify({ ...body, last: 1 }).replace(/"last":1/, '"__proto__":{"status":"revoked"}');
      const [status, , errors] = await refused(registry, route.method, url, text, headers);
      expect([status, errors]).toEqual([400, [{ field: '__proto__', message: 'is not known here' }]]);
    },
  );

  test.each(bodyless)('$name refuses a body', async ({ route, path, headers }) => {
    const registry = await seededRegistry();

    const refusal = await refused(registry, route.method, registry.pathOf(path), { a: 1 }, headers);

    expect(refusal).toEqual([400, 'invalid_request', [{ field: 'body', message: 'must be empty' }]]);
  });

  test.each(requiringBody)('$name refuses a request without a body', async ({ route, path, headers }) => {
    const registry = await seededRegistry();

    expect((await refused(registry, route.method, registry.pathOf(path), undefined, headers))[0]).toBe(400);
  });

  test.each(conditional)(
    '$name refuses a state that is not the current one',
    async ({ route, path, body, headers }) => {
      const registry = await seededRegistry();

      for (const tag of ['"9-00000000"', '"1"', 'W/"1-00000000"', '""', '"1-00000000", "2-00000000"']) {
        const stale = { ...headers, 'If-Match': tag };
        const refusal = await refused(registry, route.method, registry.pathOf(path), body, stale);
        expect([tag, ...refusal.slice(0, 2)]).toEqual([tag, 412, 'precondition_failed']);
      }
    },
  );

  test.each(conditional)(
    '$name refuses an If-Match that is malformed, or given twice',
    async ({ route, path, body, headers }) => {
      const registry = await seededRegistry();

      for (const value of ['1', '"1', '', '"1" "2"', '*, "1"', `"${'a'.repeat(300)}"`, ['*', '*']]) {
        const odd = { ...headers, 'If-Match': value };
        const [status, , errors] = await refused(registry, route.method, registry.pathOf(path), body, odd);
        expect([value, status, errors?.[0].field]).toEqual([value, 400, 'if-match']);
      }
    },
  );

  test.each(conditional)('$name takes the ETag that was read, among others', async ({ route, path, body, headers }) => {
    const { call, pathOf } = await seededRegistry();
    const thing = pathOf(path.split('/').slice(0, 3).join('/'));
    const { etag } = (await call('GET', thing)).headers;

    const answer = await call(route.method, pathOf(path), body, { ...headers, 'If-Match': `"x", ${etag}` });

    expect(answer.status).toBe(route.success.status);
  });

  test.each(conditional.filter(({ route }) => requiresPrecondition(route)))(
    '$name is refused without If-Match',
    async ({ route, path, body }) => {
      const registry = await seededRegistry();

      const refusal = await refused(registry, route.method, registry.pathOf(path), body);

      expect(refusal).toEqual([428, 'precondition_required', undefined]);
    },
  );

  test.each(idempotent)(
    '$name refuses an Idempotency-Key that is malformed, or given twice',
    async ({ route, path, body }) => {
      const registry = await seededRegistry();

      for (const value of ['', 'é', 'a'.repeat(129), 'a\nb', ['a', 'a']]) {
        const odd = { 'Idempotency-Key': value };
        const [status, , errors] = await refused(registry, route.method, registry.pathOf(path), body, odd);
        expect([value, status, errors?.[0].field]).toEqual([value, 400, 'idempotency-key']);
      }
    },
  );

  test.each(idempotent)(
    '$name sent again with its Idempotency-Key does nothing twice',
    async ({ route, path, body = {} }) => {
      const { call, pathOf, stored, lines } = await seededRegistry();
      const key = { 'Idempotency-Key': 'key 1' };
      const first = await call(route.method, pathOf(path), body, key);
      const after = stored();

      const again = await call(route.method, pathOf(path), Object.fromEntries(Object.entries(body).toReversed()), key);
      const other = await call(route.method, pathOf(path), { ...body, ...OTHER[route.tag] }, key);

      expect(again.status).toBe(first.status);
      expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', etag: first.headers.etag });
      const { consumerSecret, ...shown } = first.body;
      expect(again.body).toEqual({ ...shown, ...(consumerSecret !== undefined && { consumerSecretShown: true }) });
      expect(route.success.body?.safeParse(again.body).success).toBe(true);
      expect([other.status, other.body.type]).toEqual([422, 'urn:tollgate:problem:idempotency_key_reused']);
      expect(stored()).toEqual(after);
      expect(lines.at(-2)).toMatchObject({ event: 'registry request repeated' });
    },
  );

  test.each(idempotent)(
    '$name sent ten times at once with one Idempotency-Key is done once',
    async ({ route, path, body }) => {
      const { call, pathOf, stored } = await seededRegistry();
      const before = stored().flat().length;
      const key = { 'Idempotency-Key': 'key 1' };

      const answers = await Promise.all(Array.from({ length: 10 }, () => call(route.method, pathOf(path), body, key)));

      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
      expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
      expect(stored().flat().length).toBe(before + (route.path.includes('{') ? 0 : 1));
    },
  );

  test.each(lists)('$name refuses a cursor that is malformed, or of another list', async ({ name, route, path }) => {
    const registry = await seededRegistry();
    const cursors = await Promise.all(
      lists
        .filter((other) => other.name !== name)
        .map(async (other) => (await registry.call('GET', `${other.path}?limit=1`)).body.nextCursor),
    );

    for (const cursor of [...cursors, 'x', '%7B%7D', 'bnVsbA', Buffer.from('[1,2]').toString('base64url')]) {
      const [status, , errors] = await refused(registry, route.method, `${path}?cursor=${cursor}`);
      expect([status, errors]).toEqual([400, [{ field: 'cursor', message: 'is no cursor of this list' }]]);
    }
    expect(cursors.every((cursor) => typeof cursor === 'string')).toBe(true);
  });

  test.each(mutations)(
    '$name is logged with who asked for it, done or refused',
    async ({ name, route, path, body, headers }) => {
      const { call, pathOf, lines } = await seededRegistry();
      lines.length = 0;

      await call(route.method, `${pathOf(path)}?unknown=parameter`, body, headers);
      await call(route.method, pathOf(path), body, headers);

      const about = { requestId: 'request-1', principal: expect.stringContaining('alice'), route: name };
      expect(lines).toEqual([
        expect.objectContaining({
          level: 'WARN',
          event: 'registry request refused',
          ...about,
          reason: expect.any(String),
          ...(route.path.startsWith('/products/{') && { productId: expect.any(String) }),
          ...(route.path.startsWith('/clients/{') && { clientId: expect.any(String) }),
          ...(route.path.startsWith('/subscriptions/{') && { consumerKey: pathOf(path).split('/')[2] }),
        }),
        expect.objectContaining({ level: 'INFO', event: 'registry changed', ...about, revision: expect.any(Number) }),
      ]);
    },
  );

  test('of the contract has a method, a path below /, and problems that exist', () => {
    for (const { route } of operations) {
      expect(route.path).toMatch(/^(\/[a-z.-]+|\/\{[a-zA-Z]+\})+$/);
      for (const code of problemsOf(route)) expect(Object.keys(PROBLEMS)).toContain(code);
      expect(route.mutation).toBe(route.method !== 'GET');
    }
    expect(operations.map(({ name }) => name).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });
});

/** Makes another request of each that takes an Idempotency-Key. */
const OTHER: Readonly<Record<string, object>> = {
  Products: { displayName: 'Other' },
  Clients: { displayName: 'Other' },
  Subscriptions: { expiresAt: '2031-01-01T00:00:00Z' },
  Secrets: { overlap: '1h' },
};

describe('whatever comes', () => {
  const paths = fc.constantFrom(...operations.map(({ path }) => path), '/', '/nowhere', '/products/x/y');
  const methods = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'TRACE', '');

  test('as a body, the answer is well-formed and nothing malformed is stored', async () => {
    const registry = await seededRegistry();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...withBody),
        fc.jsonValue(),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async ({ route, path, body, headers }, value, more) => {
          for (const sent of [JSON.stringify(value), { ...body, ...more }]) {
            const answer = await registry.call(route.method, registry.pathOf(path), sent, headers);
            expect([200, 201, 400, 409]).toContain(answer.status);
          }
        },
      ),
      { numRuns: 300 },
    );

    for (const item of registry.stores.products.all()) {
      const { productId, displayName, projects, scopes, access, keyApproval, attributes, description } = item;
      const shown = { productId, displayName, projects, scopes, access, keyApproval, attributes };
      const body = { ...shown, ...(description !== undefined && { description }) };
      const request = { path: {}, query: {}, headers: {}, body };
      expect(parseRequest(ROUTES.createProduct.request, request).ok).toBe(true);
    }
  });

  test('as a request, the answer is a problem or what the contract says', async () => {
    const registry = await seededRegistry();

    await fc.assert(
      fc.asyncProperty(
        methods,
        paths,
        fc.constantFrom('', '', '?confirm=orders', '?limit=1'),
        fc.option(fc.string()),
        fc.option(fc.string()),
        fc.boolean(),
        async (method, path, tail, body, ifMatch, isBase64Encoded) => {
          const headers = ifMatch === null ? {} : { 'If-Match': ifMatch };
          const event = registryEvent(method, `${registry.pathOf(path)}${tail}`, body ?? undefined, {
            isBase64Encoded,
            headers,
          });
          const answer = answerOf(await registry.handler(event));
          expect(answer.headers['cache-control']).toBe('no-store');
          if (answer.status < 300) return;
          expect(answer.headers['content-type']).toBe('application/problem+json');
          expect(answer.body).toMatchObject({
            type: expect.stringMatching(/^urn:tollgate:problem:/),
            status: answer.status,
          });
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('as an event, the handler never rejects', async () => {
    const { handler } = await seededRegistry();

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
