import { describe, expect, test } from '@jest/globals';
import { Fault } from '#core/fault.ts';
import { isConsumerKey, isConsumerSecret } from '#core/registry/consumer-credentials.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';
import { answerOf, PRINCIPAL, registryEvent, registryUnderTest } from '#test/support/registry-caller.ts';

const product = {
  productId: 'orders',
  displayName: 'Orders',
  projects: [{ projectId: 'orders' }],
  scopes: ['orders:read'],
};
const client = { clientId: 'acme', displayName: 'Acme Ltd', email: 'api@acme.example' };

async function registryOfAcme() {
  const registry = registryUnderTest();
  await registry.call('POST', '/products', product);
  await registry.call('POST', '/clients', client);
  return registry;
}

describe('products', () => {
  test('are created and read back', async () => {
    const { call } = registryUnderTest();

    const created = await call('POST', '/products', { ...product, description: 'All of them' });
    const read = await call('GET', '/products/orders');

    expect(created.status).toBe(201);
    expect(created.headers).toMatchObject({
      location: '/development/products/orders',
      etag: expect.stringMatching(/^"1-[0-9a-f]{8}"$/),
    });
    expect(created.body).toEqual({
      ...product,
      description: 'All of them',
      access: 'private',
      keyApproval: 'automatic',
      attributes: {},
      revision: 1,
      createdAt: '2026-01-02T03:04:05.678Z',
      changedAt: '2026-01-02T03:04:05.678Z',
    });
    expect(read).toMatchObject({ status: 200, headers: { etag: created.headers.etag }, body: created.body });
  });

  test('are not created twice', async () => {
    const { call } = registryUnderTest();
    await call('POST', '/products', product);

    const { status, body } = await call('POST', '/products', { ...product, displayName: 'Others' });

    expect(status).toBe(409);
    expect(body.errors).toEqual([{ field: 'productId', message: '"orders" exists already' }]);
    expect((await call('GET', '/products/orders')).body.displayName).toBe('Orders');
  });

  test('name projects that exist, each once, and scopes once', async () => {
    const { call } = registryUnderTest();
    const projects = [{ projectId: 'orders' }, { projectId: 'billing' }, { projectId: 'orders' }];

    const { status, body } = await call('POST', '/products', { ...product, projects, scopes: ['a', 'b', 'a'] });

    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        field: 'projects[1].projectId',
        message: 'names "billing", which is no REST or WSDL project of server group development; it has legacy, orders',
      },
      { field: 'projects[2].projectId', message: 'names "orders" a second time' },
      { field: 'scopes[2]', message: 'names "a" a second time' },
    ]);
  });

  test.each([
    [{ productId: 'Orders' }, 'productId'],
    [{ productId: '.orders' }, 'productId'],
    [{ productId: 'a'.repeat(65) }, 'productId'],
    [{ productId: 'orders\n' }, 'productId'],
    [{ productId: 7 }, 'productId'],
    [{ displayName: '' }, 'displayName'],
    [{ displayName: ' \u00a0' }, 'displayName'],
    [{ displayName: 'a\u0000b' }, 'displayName'],
    [{ displayName: 'a\u202eb' }, 'displayName'],
    [{ displayName: 'a\ud800b' }, 'displayName'],
    [{ displayName: 'a'.repeat(129) }, 'displayName'],
    [{ description: null }, 'description'],
    [{ description: 'a\u001b[31m' }, 'description'],
    [{ projects: [] }, 'projects'],
    [{ projects: 'orders' }, 'projects'],
    [{ projects: ['orders'] }, 'projects[0]'],
    [{ projects: [{}] }, 'projects[0].projectId'],
    [{ projects: [{ projectId: 'orders', operations: ['GET'] }] }, 'projects[0].operations[0]'],
    [{ projects: [{ projectId: 'orders', soapOperations: [] }] }, 'projects[0].soapOperations'],
    [{ projects: [{ projectId: 'orders', soapOperations: ['A B'] }] }, 'projects[0].soapOperations[0]'],
    [{ projects: [{ projectId: 'orders', soapOperations: ['a'.repeat(129)] }] }, 'projects[0].soapOperations[0]'],
    [{ projects: [{ projectId: 'orders', soapOperations: ['Read'] }] }, 'projects[0].soapOperations'],
    [{ scopes: undefined }, 'scopes'],
    [{ scopes: ['a b'] }, 'scopes[0]'],
    [{ scopes: ['a"'] }, 'scopes[0]'],
    [{ scopes: [''] }, 'scopes[0]'],
    [{ scopes: Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(100, 'x')) }, 'scopes'],
  ])('are refused with %j, naming %s', async (fields, field) => {
    const { call, stores } = registryUnderTest();

    const { status, body } = await call('POST', '/products', { ...product, ...fields });

    expect(status).toBe(400);
    expect(body).toMatchObject({ type: 'urn:tollgate:problem:invalid_request', status: 400 });
    expect(body.errors).toEqual([{ field, message: expect.any(String) }]);
    expect(stores.products.all()).toEqual([]);
  });
});

describe('clients', () => {
  test('are active unless it is said that they are not', async () => {
    const { call } = registryUnderTest();

    const active = await call('POST', '/clients', client);
    const disabled = await call('POST', '/clients', { ...client, clientId: 'globex', status: 'disabled' });

    expect(active).toMatchObject({ status: 201, body: { ...client, status: 'active', revision: 1 } });
    expect(disabled).toMatchObject({ status: 201, body: { clientId: 'globex', status: 'disabled' } });
  });

  test.each([
    [{ email: 'acme' }, 'email'],
    [{ email: 'api@acme.example\r\nBcc: x' }, 'email'],
    [{ email: `${'a'.repeat(250)}@acme.example` }, 'email'],
    [{ status: 'suspended' }, 'status'],
    [{ clientId: undefined }, 'clientId'],
  ])('are refused with %j, naming %s', async (fields, field) => {
    const { call } = registryUnderTest();

    const { status, body } = await call('POST', '/clients', { ...client, ...fields });

    expect([status, body.errors]).toEqual([400, [{ field, message: expect.any(String) }]]);
  });
});

describe('subscriptions', () => {
  test('give out a consumer key, and a secret of which the hash alone is stored', async () => {
    const { call, stores } = await registryOfAcme();

    const { status, headers, body } = await call('POST', '/subscriptions', { clientId: 'acme', productId: 'orders' });

    expect(status).toBe(201);
    expect(isConsumerKey(body.consumerKey)).toBe(true);
    expect(isConsumerSecret(body.consumerSecret)).toBe(true);
    expect(headers).toMatchObject({
      location: `/development/subscriptions/${body.consumerKey}`,
      etag: expect.stringMatching(/^"1-[0-9a-f]{8}"$/),
    });
    expect(body).toMatchObject({
      clientId: 'acme',
      productId: 'orders',
      status: 'active',
      secrets: [{ hint: body.consumerSecret.slice(-4), createdAt: '2026-01-02T03:04:05.678Z' }],
    });
    const [stored] = stores.subscriptions.all();
    const [storedProduct] = stores.products.all();
    const [storedClient] = stores.clients.all();
    expect(stored?.productIncarnation).toBe(storedProduct?.incarnation);
    expect(stored?.clientIncarnation).toBe(storedClient?.incarnation);
    expect(stored?.secrets[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('show neither secret nor hash when they are read or listed', async () => {
    const { call, stores } = await registryOfAcme();
    const created = await call('POST', '/subscriptions', { clientId: 'acme', productId: 'orders' });
    const { consumerKey, consumerSecret, ...rest } = created.body;

    const read = await call('GET', `/subscriptions/${consumerKey}`);
    const listed = await call('GET', '/subscriptions?clientId=acme');

    expect(read.body).toEqual({ consumerKey, ...rest });
    expect(listed.body).toEqual({ items: [read.body] });
    for (const text of [JSON.stringify(read), JSON.stringify(listed)]) {
      expect(text).not.toContain(consumerSecret);
      expect(text).not.toContain(stores.subscriptions.all()[0]?.secrets[0]?.hash);
    }
  });

  test('keep their times', async () => {
    const { call } = await registryOfAcme();
    const times = { validFrom: '2026-02-01T00:00:00Z', expiresAt: '2027-02-01T00:00:00.5Z' };

    const { body } = await call('POST', '/subscriptions', { clientId: 'acme', productId: 'orders', ...times });

    expect(body).toMatchObject({ validFrom: '2026-02-01T00:00:00.000Z', expiresAt: '2027-02-01T00:00:00.500Z' });
  });

  test.each([
    [{ clientId: 'nobody' }, 'clientId', 'names "nobody", which is no client'],
    [{ productId: 'nothing' }, 'productId', 'names "nothing", which is no product'],
    [{ expiresAt: '2026-01-02T03:04:05.678Z' }, 'expiresAt', 'must lie in the future'],
    [{ validFrom: '2027-01-01T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' }, 'expiresAt', 'must lie after validFrom'],
    [{ expiresAt: '2027-01-01' }, 'expiresAt', expect.stringContaining('ISO 8601')],
    [{ expiresAt: '2027-02-30T00:00:00Z' }, 'expiresAt', expect.stringContaining('ISO 8601')],
    [{ expiresAt: '2027-02-03T00:00:00+01:00' }, 'expiresAt', expect.stringContaining('ISO 8601')],
    [{ expiresAt: 1_900_000_000_000 }, 'expiresAt', 'must be a text'],
    [{ expiresAt: null }, 'expiresAt', 'must be a text'],
  ])('are refused with %j, naming %s', async (fields, field, message) => {
    const { call, stores } = await registryOfAcme();

    const { status, body } = await call('POST', '/subscriptions', { clientId: 'acme', productId: 'orders', ...fields });

    expect([status, body.errors]).toEqual([400, [{ field, message }]]);
    expect(stores.subscriptions.all()).toEqual([]);
  });
});

describe('lists', () => {
  async function registryOfSeven() {
    const registry = await registryOfAcme();
    for (let index = 0; index < 7; index += 1) {
      await registry.call('POST', '/clients', { ...client, clientId: `client-${index}` });
      await registry.call('POST', '/subscriptions', { clientId: 'acme', productId: 'orders' });
    }
    return registry;
  }

  test.each(['/clients?', '/subscriptions?', '/subscriptions?clientId=acme&', '/subscriptions?productId=orders&'])(
    'of %s go on where the cursor points, each thing once',
    async (path) => {
      const { call } = await registryOfSeven();
      const all = (await call('GET', `${path}limit=100`)).body.items;

      const found: unknown[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await call('GET', `${path}limit=3${cursor === undefined ? '' : `&cursor=${cursor}`}`);
        expect(body.items.length).toBeLessThanOrEqual(3);
        found.push(...body.items);
        cursor = body.nextCursor;
      } while (cursor !== undefined);

      expect(found).toEqual(all);
      expect(all.length).toBeGreaterThanOrEqual(7);
    },
  );

  test('refuse a cursor that is malformed, altered, or of another list', async () => {
    const { call } = await registryOfSeven();
    const { nextCursor } = (await call('GET', '/subscriptions?clientId=acme&limit=2')).body;
    const forged = Buffer.from(JSON.stringify(['subscriptions?clientId=acme', { consumerKey: 'x' }])).toString(
      'base64url',
    );
    const noId = Buffer.from(JSON.stringify(['subscriptions?clientId=acme', '../x'])).toString('base64url');

    const paths = [
      '/subscriptions?clientId=acme&cursor=x',
      `/subscriptions?clientId=acme&cursor=${nextCursor}A`,
      `/subscriptions?clientId=acme&cursor=${nextCursor}%3D`,
      `/subscriptions?clientId=acme&cursor=${forged}`,
      `/subscriptions?clientId=acme&cursor=${noId}`,
      `/subscriptions?clientId=globex&cursor=${nextCursor}`,
      `/subscriptions?productId=acme&cursor=${nextCursor}`,
      `/subscriptions?cursor=${nextCursor}`,
      `/clients?cursor=${nextCursor}`,
    ];
    for (const path of paths) {
      const { status, body } = await call('GET', path);
      expect([path, status, body.errors]).toEqual([
        path,
        400,
        [{ field: 'cursor', message: 'is no cursor of this list' }],
      ]);
    }
  });

  test('go on after a thing that is deleted between two pages', async () => {
    const { call, stores } = await registryOfSeven();
    const first = await call('GET', '/clients?limit=2');
    stores.clients.delete(first.body.items[1].clientId);

    const second = await call('GET', `/clients?limit=100&cursor=${first.body.nextCursor}`);

    expect(second.body.items).toHaveLength(6);
  });

  test.each([
    ['/clients?limit=0', 'limit'],
    ['/clients?limit=101', 'limit'],
    ['/clients?limit=1000000000', 'limit'],
    ['/clients?limit=1e1', 'limit'],
    ['/clients?limit=', 'limit'],
    ['/clients?limit=1&limit=2', 'limit'],
    ['/clients?clientId=acme', 'clientId'],
    ['/clients?__proto__=acme', '__proto__'],
    ['/subscriptions?clientId=acme&productId=orders', 'productId'],
    ['/subscriptions?clientId=ACME', 'clientId'],
    ['/clients/acme?verbose=1', 'verbose'],
  ])('and reads refuse %s, naming %s', async (path, field) => {
    const { call } = await registryOfAcme();

    const { status, body } = await call('GET', path);

    expect([status, body.errors]).toEqual([400, [{ field, message: expect.any(String) }]]);
  });

  test('leave out damaged items, say which, and report them', async () => {
    const damaged = new UnreadableItemError('Clients', 'acme', 'email');
    const { call, lines } = registryUnderTest({
      clients: {
        get: () => Promise.reject(damaged),
        create: async () => 'created',
        replace: async () => 'replaced',
        list: async () => ({ items: [], unreadable: [damaged] }),
      },
    });

    const listed = await call('GET', '/clients');
    const read = await call('GET', '/clients/acme');

    expect(listed).toMatchObject({ status: 200, body: { items: [], unreadable: ['acme'] } });
    expect(read).toMatchObject({
      status: 500,
      body: { type: 'urn:tollgate:problem:unreadable_item', detail: damaged.message },
    });
    expect(lines.map(({ level, faultMessage }) => [level, faultMessage])).toEqual([
      ['ERROR', damaged.message],
      ['ERROR', damaged.message],
    ]);
  });
});

describe('a fault', () => {
  const failing = (fault: Error) =>
    registryUnderTest({
      products: {
        get: () => Promise.reject(fault),
        create: () => Promise.reject(fault),
        replace: () => Promise.reject(fault),
        list: () => Promise.reject(fault),
      },
    });

  test('of the store is 503, to be tried again, and never an answer about what is stored', async () => {
    const { call, lines } = failing(new StoreUnavailableError('x on y', { cause: new Fault('throttled') }));

    for (const [method, path, body] of [
      ['GET', '/products/orders'],
      ['GET', '/products'],
      ['POST', '/products', product],
      ['POST', '/subscriptions', { clientId: 'acme', productId: 'orders' }],
    ] as const) {
      const answer = await call(method, path, body);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } });
      expect(JSON.stringify(answer)).not.toContain('throttled');
    }
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      requestId: 'request-1',
      principal: PRINCIPAL,
      route: 'readProduct',
      fault: 'StoreUnavailableError',
      faultMessage: 'x on y failed. (Fault: throttled)',
    });
  });

  test('that answers slowly again and again is 503 as well, while there is time to say so', async () => {
    const { products } = registryUnderTest().stores;
    const slowly = { ...products, get: () => new Promise<never>(() => {}) };
    const { call, lines } = registryUnderTest({ products: slowly }, 20);

    const answer = await call('GET', '/products/orders');

    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } });
    expect(lines).toMatchObject([
      { level: 'ERROR', event: 'registry request not answered in time', requestId: 'request-1' },
    ]);
  });

  test('of ours is 500, logged, and tells the caller nothing', async () => {
    const { call, lines } = failing(new TypeError('undefined is not a function'));

    const { status, body } = await call('GET', '/products/orders');

    expect(status).toBe(500);
    expect(body).toEqual({
      type: 'urn:tollgate:problem:internal_error',
      title: 'Something went wrong inside.',
      status: 500,
    });
    expect(lines[0]).toMatchObject({ level: 'ERROR', fault: 'TypeError' });
  });
});

describe('an event that API Gateway would not send', () => {
  test('does nothing, be it with a principal that is no text', async () => {
    const { handler, stores, lines } = registryUnderTest();
    const event = registryEvent('POST', '/clients', client);
    const identity = { ...event.requestContext.identity, userArn: { arn: PRINCIPAL } as unknown as string };

    const answer = answerOf(await handler({ ...event, requestContext: { ...event.requestContext, identity } }));

    expect(answer).toMatchObject({ status: 500, body: { type: 'urn:tollgate:problem:internal_error' } });
    expect(stores.clients.all()).toEqual([]);
    expect(lines).toMatchObject([{ level: 'ERROR', requestId: 'request-1', fault: 'AlienEventError' }]);
  });

  test('gets nothing into a Location that a header cannot hold', async () => {
    const { handler } = registryUnderTest();
    const event = registryEvent('POST', '/clients', client);

    const { headers } = answerOf(
      await handler({ ...event, requestContext: { ...event.requestContext, path: '/a\r\nSet-Cookie: b' } }),
    );

    expect(headers.location).toBe('/clients/acme');
  });
});

describe('a refusal', () => {
  test('names 50 fields at most, and 100 characters of each, be they parameters of the query', async () => {
    const { call } = registryUnderTest();
    const names = Array.from({ length: 60 }, (_, index) => `${index}-${'x'.repeat(200)}`);

    const { status, body } = await call('GET', `/clients?${names.map((name) => `${name}=1&${name}=2`).join('&')}`);

    expect(status).toBe(400);
    expect(body.errors).toHaveLength(50);
    expect(body.errors[49]).toEqual({ field: names[49]?.slice(0, 100), message: 'must be given once' });
  });

  test('of a product says no more of its projects than that either', async () => {
    const { call } = registryUnderTest();
    const projects = Array.from({ length: 80 }, (_, index) => ({ projectId: `p${index}` }));

    const { body } = await call('POST', '/products', { ...product, projects });

    expect(body.errors).toHaveLength(50);
  });
});

describe('every change', () => {
  test('is logged with who made it, and every refusal with why', async () => {
    const { call, lines } = registryUnderTest();

    await call('POST', '/clients', client);
    await call('POST', '/clients', client);
    await call('GET', '/clients/acme');

    const common = { requestId: 'request-1', principal: PRINCIPAL, route: 'createClient' };
    expect(lines).toEqual([
      { level: 'INFO', event: 'registry changed', ...common, clientId: 'acme', revision: 1 },
      { level: 'WARN', event: 'registry request refused', ...common, reason: 'conflict' },
    ]);
  });

  test('needs a principal', async () => {
    const { handler, stores } = registryUnderTest();
    const event = registryEvent('POST', '/clients', client);
    const { requestContext } = event;

    const unsigned = await handler({
      ...event,
      requestContext: { ...requestContext, identity: { ...requestContext.identity, userArn: null } },
    });

    expect(answerOf(unsigned)).toMatchObject({ status: 403, body: { type: 'urn:tollgate:problem:forbidden' } });
    expect(stores.clients.all()).toEqual([]);
  });
});
