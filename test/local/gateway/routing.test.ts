import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ResourceNode } from '#local/gateway/rest-api-model.ts';
import { findRoute } from '#local/gateway/routing.ts';
import { startGateway, stopAll } from './running-gateway.ts';
import { lambda, template } from './template-fixture.ts';

afterEach(stopAll);

const echo = { backend: (event: unknown) => ({ body: JSON.stringify(event) }) };

test.each([
  [
    'a static resource that lacks the method leaves the call to the greedy sibling',
    'POST',
    '/dev/fixed',
    '/{proxy+}',
    { proxy: 'fixed' },
  ],
  ['a static resource with the method serves it', 'GET', '/dev/fixed', '/fixed', null],
  [
    'a path below a static resource falls back to its greedy sibling',
    'GET',
    '/dev/fixed/other/deep',
    '/{proxy+}',
    { proxy: 'fixed/other/deep' },
  ],
  [
    'a trailing slash is no part of the greedy parameter',
    'GET',
    '/dev/any/thing/',
    '/{proxy+}',
    { proxy: 'any/thing' },
  ],
  ['double slashes inside the greedy part are kept', 'GET', '/dev/any//thing', '/{proxy+}', { proxy: 'any//thing' }],
  [
    'percent escapes and plus signs stay as sent',
    'GET',
    '/dev/any/test%2Balias@x/a+b',
    '/{proxy+}',
    { proxy: 'any/test%2Balias@x/a+b' },
  ],
  ['the root method serves the stage alone', 'GET', '/dev/', '/', null],
  ['the root method serves the stage without a slash', 'GET', '/dev', '/', null],
  ['a variable takes one segment', 'GET', '/dev/items/7', '/items/{id}', { id: '7' }],
  ['a variable keeps its escapes', 'GET', '/dev/items/a%20b', '/items/{id}', { id: 'a%20b' }],
  [
    'a static child below a variable is found and the variable handed over',
    'GET',
    '/dev/items/7/parts',
    '/items/{id}/parts',
    { id: '7' },
  ],
  ['a static sibling wins over a variable', 'GET', '/dev/items/top', '/items/top', null],
  [
    'a static sibling without the method leaves the call to the variable',
    'GET',
    '/dev/items/write-only',
    '/items/{id}',
    { id: 'write-only' },
  ],
  [
    'what a variable can not take goes to the greedy resource above',
    'GET',
    '/dev/items/7/else',
    '/{proxy+}',
    { proxy: 'items/7/else' },
  ],
  ['matching minds the case', 'GET', '/dev/FIXED', '/{proxy+}', { proxy: 'FIXED' }],
  ['ANY serves every usual method', 'PATCH', '/dev/any', '/{proxy+}', { proxy: 'any' }],
])('%s', async (_, method, path, resource, pathParameters) => {
  const gateway = await startGateway(
    template({
      'GET /': lambda(),
      'GET /fixed': lambda(),
      'GET /fixed/child': lambda(),
      'GET /items/{id}': lambda(),
      'GET /items/top': lambda(),
      'POST /items/write-only': lambda(),
      'GET /items/{id}/parts': lambda(),
      'ANY /{proxy+}': lambda(),
    }),
    echo,
  );

  const answer = await gateway.send(path, { method });

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ resource, pathParameters, requestContext: { resourcePath: resource } });
});

test.each([
  ['a trailing slash stays in both paths', '/dev/any/thing/', '/any/thing/', '/dev/any/thing/'],
  ['double slashes stay in both paths', '/dev/any//thing', '/any//thing', '/dev/any//thing'],
  ['escapes stay in both paths', '/dev/any/a%2Fb', '/any/a%2Fb', '/dev/any/a%2Fb'],
  ['an extra slash before the stage is ignored', '//dev/any', '/any', '/dev/any'],
  ['an extra slash behind the stage stays in the context alone', '/dev//any', '/any', '/dev//any'],
  ['the query string is in neither', '/dev/any?a=/x', '/any', '/dev/any'],
])('%s', async (_, sent, path, contextPath) => {
  const gateway = await startGateway(template({ 'ANY /{proxy+}': lambda() }), echo);

  const { json: event } = await gateway.send(sent);

  expect(event.path).toBe(path);
  expect(event.requestContext.path).toBe(contextPath);
});

test.each([
  ['an unknown path', 'GET', '/dev/nowhere'],
  ['an unknown method', 'DELETE', '/dev/only-get'],
  ['the parent of a greedy resource', 'GET', '/dev/gr'],
  ['the parent of a greedy resource with a slash', 'GET', '/dev/gr/'],
  ['a path in another case', 'GET', '/dev/Only-Get'],
  ['two segments for one variable', 'GET', '/dev/one/a/b'],
  ['an empty segment for a variable', 'GET', '/dev/one//x'],
  ['a method that ANY does not stand for', 'TRACE', '/dev/any'],
])('%s is answered 403 Missing Authentication Token', async (_, method, path) => {
  const gateway = await startGateway(
    template({
      'GET /only-get': lambda(),
      'GET /gr/{proxy+}': lambda(),
      'GET /one/{id}': lambda(),
      'ANY /any': lambda(),
    }),
    echo,
  );

  const answer = await gateway.send(path, { method });

  expect(answer.status).toBe(403);
  expect(answer.text).toBe('{"message":"Missing Authentication Token"}');
  expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  expect(gateway.log).toMatchObject([{ status: 403, reason: 'MISSING_AUTHENTICATION_TOKEN', path }]);
});

test.each(['/production/any', '/', '/DEV/any'])(
  'the stage of %s does not exist and is answered 403 Forbidden',
  async (path) => {
    const gateway = await startGateway(template({ 'ANY /{proxy+}': lambda() }), echo);

    const answer = await gateway.send(path);

    expect(answer.status).toBe(403);
    expect(answer.text).toBe('{"message":"Forbidden"}');
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('routing agrees with a matcher that ranks every template', () => {
  const part = fc.constantFrom('a', 'b', '{v}');
  const path = fc
    .tuple(fc.array(part, { maxLength: 3 }), fc.boolean())
    .map(([parts, greedy]) => [...parts, ...(greedy ? ['{p+}'] : [])]);
  const routes = fc.uniqueArray(fc.record({ path, method: fc.constantFrom('GET', 'POST', 'ANY') }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ path: parts, method }) => `${method} ${parts.join('/')}`,
  });
  const asked = fc.record({
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    segments: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }),
  });

  fc.assert(
    fc.property(routes, asked, (given, { method, segments }) => {
      fc.pre(!hasRivalVariables(given.map((route) => route.path)));

      const found = findRoute(tree(given), method, `/${segments.join('/')}`);

      const expected = given
        .filter((route) => (route.method === 'ANY' || route.method === method) && takes(route.path, segments))
        .sort((one, other) => rank(one).localeCompare(rank(other)))[0];
      expect(found && `${found.method.logicalId}`).toBe(expected && `${expected.method} ${expected.path.join('/')}`);
    }),
    { numRuns: 3000 },
  );
});

interface GivenRoute {
  readonly path: readonly string[];
  readonly method: string;
}

/** API Gateway does not allow `{v}` beside `{p+}`. */
function hasRivalVariables(paths: readonly (readonly string[])[]): boolean {
  const nodes = new Set(paths.flatMap((parts) => parts.map((_, index) => parts.slice(0, index + 1).join('/'))));
  return [...nodes].some((node) => node.endsWith('{v}') && nodes.has(`${node.slice(0, -3)}{p+}`));
}

/** Whether a template matches, judged by itself alone. */
function takes(parts: readonly string[], segments: readonly string[]): boolean {
  const expression = parts.map((part) => (part === '{p+}' ? '.+' : part === '{v}' ? '[^/]+' : part)).join('/');
  return new RegExp(`^${expression}$`).test(segments.join('/'));
}

/** Position by position: static, then variable, then greedy; a method of its own before ANY. */
function rank({ path, method }: GivenRoute): string {
  const kinds = path.map((part) => (part === '{p+}' ? '2' : part === '{v}' ? '1' : '0')).join('');
  return `${kinds}|${method === 'ANY' ? '1' : '0'}`;
}

function tree(routes: readonly GivenRoute[], at: readonly string[] = []): ResourceNode {
  const path = at.join('/');
  const below = routes.filter((route) => route.path.slice(0, at.length).join('/') === path);
  const parts = [...new Set(below.flatMap((route) => route.path[at.length] ?? []))];
  const child = (part: string) => tree(routes, [...at, part]);
  return {
    id: path,
    path,
    methods: new Map(
      below
        .filter((route) => route.path.length === at.length)
        .map(({ method }) => [
          method,
          {
            logicalId: `${method} ${path}`,
            authorization: { kind: 'NONE' },
            requiredParameters: [],
            bodySchemas: new Map(),
            integration: {
              kind: 'MOCK',
              requestTemplates: new Map(),
              passthrough: 'NEVER',
              convertsToText: false,
              responses: [],
            },
          },
        ]),
    ),
    statics: new Map(parts.filter((part) => !part.startsWith('{')).map((part) => [part, child(part)])),
    ...(parts.includes('{v}') && { variable: { name: 'v', node: child('{v}') } }),
    ...(parts.includes('{p+}') && { greedy: { name: 'p', node: child('{p+}') } }),
  };
}
