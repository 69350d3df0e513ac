import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HttpAnswer, HttpRequest } from '../support/http.ts';
import { type DocumentOperation, fillPath, METHODS, readOperations } from '../support/openapi-operations.ts';
import { type Credentials, callGateway, subscribe, tokenOf } from '../support/stage-under-test.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 20 });
afterAll(() => agent.destroy());

const STOCK = '/stock/2';
const { operations, paths, scopes } = readOperations('test/support/openapi/warehouse.yaml', 'oauth');
const secured = operations.filter((operation) => operation.scopes !== undefined);
const open = operations.filter((operation) => operation.scopes === undefined);
/** Methods that the paths of the document do not have. */
const others = paths
  .flatMap((path) => METHODS.map((method) => ({ method, path, scopes: undefined })))
  .filter((one) => !operations.some(({ method, path }) => method === one.method && path === one.path));
/** Whose variable takes in the fixed path. */
const neighbourOf = (one: DocumentOperation) =>
  operations.find(({ method, path }) => {
    const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
    return method === one.method && path !== one.path && pattern.test(fillPath(one.path));
  });
const nameOf = ({ method, path }: DocumentOperation) => `${method} ${path}`;

let client: Credentials;
const tokens = new Map<string, Promise<string>>();
beforeAll(async () => {
  client = await subscribe(['stock-2'], scopes);
});

/** A token with these scopes and no others: one for each set. */
function tokenWith(wanted: readonly string[]): Promise<string> {
  const scope = wanted.join(' ');
  const token = tokens.get(scope) ?? tokenOf(client, { scope });
  tokens.set(scope, token);
  return token;
}

const call = (method: string, path: string, token?: string, more: HttpRequest = {}) =>
  callGateway(`${STOCK}${path}`, token, { method, agent, ...more });

/** What a call came to, and what the backend says of itself. */
const outcomeOf = ({ status, headers, json }: HttpAnswer) => ({
  status,
  challenge: headers['www-authenticate'],
  error: json?.error,
  scope: json?.scope,
  arrived: json?.url === undefined ? undefined : `${json.method} ${json.url}`,
});

/** What each of the calls came to, by its name. */
async function outcomes(calls: readonly (readonly [name: string, answer: Promise<HttpAnswer>])[]) {
  return Object.fromEntries(
    await Promise.all(calls.map(async ([name, answer]) => [name, outcomeOf(await answer)] as const)),
  );
}

/** HEAD has no body, in which the backend could say what it received. */
const passed = ({ method, path }: DocumentOperation) => ({
  status: 207,
  arrived: method === 'HEAD' ? undefined : `${method} /stock${fillPath(path)}`,
});

describe('a project from an OpenAPI document of 60 operations', () => {
  test('has operations of many kinds to be told apart', () => {
    expect(operations).toHaveLength(60);
    expect(open.map(nameOf)).toContain('GET /items/{sku}/image');
    expect(scopes).toHaveLength(12);
  });

  test('lets a token with exactly the scopes of an operation through to the backend, at the same path', async () => {
    const answers = await outcomes(
      secured.map((one) => [
        nameOf(one),
        tokenWith(one.scopes ?? []).then((token) => call(one.method, fillPath(one.path), token)),
      ]),
    );

    expect(answers).toMatchObject(Object.fromEntries(secured.map((one) => [nameOf(one), passed(one)])));
  });

  test('refuses a token that holds every scope of the document but one that the operation needs', async () => {
    const lacking = secured.flatMap((one) => (one.scopes ?? []).map((scope) => ({ one, scope })));
    const answers = await outcomes(
      lacking.map(({ one, scope }) => [
        `${nameOf(one)} without ${scope}`,
        tokenWith(scopes.filter((other) => other !== scope)).then((token) =>
          call(one.method, fillPath(one.path), token),
        ),
      ]),
    );

    expect(answers).toMatchObject(
      Object.fromEntries(
        lacking.map(({ one, scope }) => {
          const needed = one.scopes?.join(' ');
          const challenge = expect.stringMatching(
            /^Bearer realm="alpha", error="insufficient_scope", resource_metadata=/,
          );
          const told = one.method === 'HEAD' ? {} : { error: 'insufficient_scope', scope: needed };
          return [`${nameOf(one)} without ${scope}`, { status: 403, challenge, arrived: undefined, ...told }];
        }),
      ),
    );
  });

  test('asks for a token where the document does, and for none where it says that an operation is public', async () => {
    const answers = await outcomes(operations.map((one) => [nameOf(one), call(one.method, fillPath(one.path))]));

    expect(answers).toMatchObject(
      Object.fromEntries(
        operations.map((one) => [
          nameOf(one),
          one.scopes === undefined
            ? passed(one)
            : {
                status: 401,
                challenge: expect.stringMatching(/^Bearer realm="alpha", resource_metadata=/),
                arrived: undefined,
              },
        ]),
      ),
    );
  });

  test('has no other method and no other path', async () => {
    const token = await tokenWith(scopes);
    const elsewhere = ['/', '/item', '/items/a/b', '/items/a/stock/b', '/reports', '/v2/items', '/ITEMS'];
    const calls = [
      ...others.filter((one) => neighbourOf(one) === undefined),
      ...elsewhere.map((path) => ({ method: 'GET', path, scopes: undefined })),
    ];

    const answers = await outcomes(calls.map((one) => [nameOf(one), call(one.method, fillPath(one.path), token)]));

    const expected = calls.map((one) => [nameOf(one), { status: 404, arrived: undefined }]);
    expect(calls.length).toBeGreaterThan(180);
    expect(answers).toMatchObject(Object.fromEntries(expected));
  });

  test('takes a method that a fixed path lacks for that of the variable beside it, whose scopes it then needs', async () => {
    const borrowed = others.filter((one) => neighbourOf(one) !== undefined);
    const lacking = async (one: DocumentOperation) => {
      const [lacked] = neighbourOf(one)?.scopes ?? [];
      return call(one.method, fillPath(one.path), await tokenWith(scopes.filter((scope) => scope !== lacked)));
    };

    const answers = await outcomes(borrowed.map((one) => [nameOf(one), lacking(one)]));

    expect(borrowed.map(nameOf)).toContain('DELETE /items/export');
    expect(answers).toMatchObject(
      Object.fromEntries(
        borrowed.map((one) => {
          const scope = one.method === 'HEAD' ? undefined : neighbourOf(one)?.scopes?.join(' ');
          return [nameOf(one), { status: 403, scope, arrived: undefined }];
        }),
      ),
    );
  });

  test.each([
    ['GET', '/items/export', 'stock:export', 'stock:read'],
    ['GET', '/items/exports', 'stock:read', 'stock:export'],
    ['GET', '/items/Export', 'stock:read', 'stock:export'],
    ['GET', '/items/export/stock', 'stock:read', 'stock:export'],
    ['PUT', '/items/image/image', 'stock:write', 'stock:read'],
  ])('tells %s %s, which needs %s, from its neighbours', async (method, path, right, wrong) => {
    const [passing, refused] = await Promise.all([
      call(method, path, await tokenWith([right])),
      call(method, path, await tokenWith([wrong])),
    ]);

    expect(outcomeOf(passing)).toMatchObject({ status: 207, arrived: `${method} /stock${path}` });
    expect(outcomeOf(refused)).toMatchObject({ status: 403, scope: right });
  });

  test('may be narrowed to an operation by a product: what stands beside it stays closed', async () => {
    const operation = { methods: ['GET'], path: '/items/{id}' } as const;
    const narrow = await subscribe([{ projectId: 'stock-2', operations: [operation] }], scopes);
    const token = await tokenOf(narrow);
    const others = [
      ['GET', '/items/export'],
      ['HEAD', '/items/a'],
      ['PUT', '/items/a'],
      ['GET', '/items/a/stock'],
      ['GET', '/items'],
    ] as const;

    const opened = await call('GET', '/items/a', token);
    const closed = await Promise.all(others.map(([method, path]) => call(method, path, token)));

    expect(outcomeOf(opened)).toMatchObject({ status: 207, arrived: 'GET /stock/items/a' });
    expect(closed.map(({ status }) => status)).toEqual(others.map(() => 403));
    expect(closed[0]?.json.error_description).toBe('The product of this subscription does not include this operation.');
  });
});
