import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defineRestProject, defineServerGroup, oauthVerifyAccessToken } from '#core/catalog/authoring.ts';
import { matchRoute, type Route, routesOf, servesMethod } from '#core/catalog/route.ts';

type TestRoute = Pick<Route, 'template' | 'methods'>;

const project = defineRestProject({
  displayName: 'Shop',
  version: '1',
  contextPath: '/shop',
  target: 'https://shop.example.com',
  policies: { verify: oauthVerifyAccessToken({ location: 'header' }) },
  resources: {
    Root: { path: '/', methods: ['GET'], proxyRequest: [] },
    Item: { path: '/items/{id}', methods: ['GET', 'PUT'], proxyRequest: ['verify'] },
    Files: { path: '/files/{proxy+}', methods: ['ANY'], proxyRequest: ['verify'] },
  },
  serverGroups: [defineServerGroup({ name: 'test' })],
});

test('a greedy resource becomes two routes, since API Gateway does not match its parent', () => {
  expect(routesOf(project)).toEqual([
    { projectId: 'shop-1', resource: 'Root', template: '/shop/1', methods: ['GET'], policies: [] },
    {
      projectId: 'shop-1',
      resource: 'Item',
      template: '/shop/1/items/{id}',
      methods: ['GET', 'PUT'],
      policies: ['verify'],
    },
    { projectId: 'shop-1', resource: 'Files', template: '/shop/1/files', methods: ['ANY'], policies: ['verify'] },
    {
      projectId: 'shop-1',
      resource: 'Files',
      template: '/shop/1/files/{proxy+}',
      methods: ['ANY'],
      policies: ['verify'],
    },
  ]);
});

test('a resource that is greedy from the start takes in the path of the project', () => {
  const templates = routesOf({
    ...project,
    resources: { All: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: ['verify'] } },
  }).map(({ template }) => template);

  expect(templates).toEqual(['/shop/1', '/shop/1/{proxy+}']);
});

const routes: readonly TestRoute[] = [
  { template: '/a', methods: ['GET'] },
  { template: '/a/b', methods: ['GET'] },
  { template: '/a/{id}', methods: ['GET', 'PUT'] },
  { template: '/a/{id}/c', methods: ['ANY'] },
  { template: '/a/{id}/{proxy+}', methods: ['ANY'] },
  { template: '/{proxy+}', methods: ['ANY'] },
];

test.each([
  ['GET', '/a', '/a'],
  ['GET', '/a/b', '/a/b'],
  ['PUT', '/a/b', '/a/{id}'],
  ['POST', '/a/b', '/{proxy+}'],
  ['GET', '/a/x', '/a/{id}'],
  ['GET', '/a/x/c', '/a/{id}/c'],
  ['GET', '/a/b/c', '/a/{id}/c'],
  ['GET', '/a/x/d/e', '/a/{id}/{proxy+}'],
  ['GET', '/A', '/{proxy+}'],
  ['POST', '/a', '/{proxy+}'],
])('%s %s is served by %s', (method, path, template) => {
  expect(matchRoute(routes, method, path)?.template).toBe(template);
});

test('a path that no route covers has none', () => {
  expect(matchRoute(routes.slice(0, 3), 'GET', '/b')).toBeUndefined();
  expect(matchRoute(routes.slice(0, 3), 'GET', '/a/x/y')).toBeUndefined();
  expect(matchRoute([], 'GET', '/')).toBeUndefined();
});

test('ANY serves what no other route of the resource names, in whatever order they stand', () => {
  const any: TestRoute = { template: '/a', methods: ['ANY'] };
  const named: TestRoute = { template: '/a', methods: ['GET', 'PUT'] };

  for (const both of [
    [any, named],
    [named, any],
  ]) {
    expect(matchRoute(both, 'GET', '/a')).toBe(named);
    expect(matchRoute(both, 'POST', '/a')).toBe(any);
  }
});

test.each(['get', 'TRACE', 'CONNECT', 'ANY', 'PURGE', ''])('no route serves the method "%s"', (method) => {
  expect(matchRoute(routes, method, '/a/x')).toBeUndefined();
});

test('a greedy variable takes at least one segment', () => {
  expect(matchRoute([{ template: '/a/{proxy+}', methods: ['ANY'] }], 'GET', '/a')).toBeUndefined();
});

/** Walks the tree of resources as API Gateway does: fixed child, variable child, greedy child, and back. */
function walk(all: readonly TestRoute[], method: string, prefix: string, rest: readonly string[]): string | undefined {
  const serves = (template: string) => all.some((one) => one.template === template && servesMethod(one, method));
  const [head, ...tail] = rest;
  if (head === undefined) return serves(prefix) ? prefix : undefined;
  for (const child of [head, '{id}']) {
    const found = walk(all, method, `${prefix}/${child}`, tail);
    if (found !== undefined) return found;
  }
  return serves(`${prefix}/{proxy+}`) ? `${prefix}/{proxy+}` : undefined;
}

test('the route chosen is the one that a walk of the resource tree finds', () => {
  const segment = fc.constantFrom('a', 'b', '{id}');
  const template = fc
    .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
    .filter(([parts, greedy]) => parts.length > 0 || greedy)
    .map(([parts, greedy]) => `/${[...parts, ...(greedy ? ['{proxy+}'] : [])].join('/')}`);
  const methods = fc.constantFrom<Route['methods']>(['ANY'], ['GET'], ['POST', 'PUT'], ['GET', 'POST']);
  const anyRoutes = fc.uniqueArray(fc.record({ template, methods }), {
    selector: (one) => one.template,
    maxLength: 12,
  });
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    segments: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }),
  });

  fc.assert(
    fc.property(anyRoutes, request, (all, { method, segments }) => {
      expect(matchRoute(all, method, `/${segments.join('/')}`)?.template).toBe(walk(all, method, '', segments));
    }),
    { numRuns: 500 },
  );
});
