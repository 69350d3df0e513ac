import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchRoute, type Route } from '#core/catalog/route.ts';
import { routeTree } from '#core/catalog/route-tree.ts';

type TestRoute = Pick<Route, 'template' | 'methods'>;

const shop: readonly TestRoute[] = [
  { template: '/shop', methods: ['GET'] },
  { template: '/shop/export', methods: ['GET'] },
  { template: '/shop/{id}', methods: ['GET', 'PUT'] },
  { template: '/shop/{id}', methods: ['DELETE'] },
  { template: '/shop/{id}/parts', methods: ['ANY'] },
  { template: '/shop/{id}/{proxy+}', methods: ['POST'] },
  { template: '/{proxy+}', methods: ['ANY'] },
];

test.each([
  ['a fixed segment goes before a variable one', 'GET', '/shop/export', '/shop/export'],
  ['a resource that lacks the method falls back to the variable', 'PUT', '/shop/export', '/shop/{id}'],
  ['a fixed branch that leads nowhere falls back to the variable', 'GET', '/shop/export/parts', '/shop/{id}/parts'],
  ['two routes of one path share its methods', 'DELETE', '/shop/7', '/shop/{id}'],
  ['a variable goes before a greedy one', 'POST', '/shop/7/parts', '/shop/{id}/parts'],
  ['a greedy one takes in all that is left', 'POST', '/shop/7/a/b/c', '/shop/{id}/{proxy+}'],
  ['a greedy one that lacks the method falls back to the next', 'GET', '/shop/7/a/b/c', '/{proxy+}'],
  ['upper and lower case differ', 'GET', '/Shop', '/{proxy+}'],
])('%s: %s %s', (_, method, path, template) => {
  expect(routeTree(shop).find(method, path)?.template).toBe(template);
});

test('a method that a route names goes before the ANY of another, whichever comes first', () => {
  const any: TestRoute = { template: '/a', methods: ['ANY'] };
  const remove: TestRoute = { template: '/a', methods: ['DELETE'] };

  for (const routes of [
    [any, remove],
    [remove, any],
  ]) {
    expect(routeTree(routes).find('DELETE', '/a')).toBe(remove);
    expect(routeTree(routes).find('GET', '/a')).toBe(any);
  }
});

test('a greedy variable takes at least one segment', () => {
  expect(routeTree([{ template: '/a/{proxy+}', methods: ['ANY'] }]).find('GET', '/a')).toBeUndefined();
});

test('what no route covers is not found', () => {
  expect(routeTree(shop.slice(0, 4)).find('GET', '/shop/7/parts')).toBeUndefined();
  expect(routeTree([]).find('GET', '/')).toBeUndefined();
});

test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype'])(
  'a segment %s is a segment like any other',
  (name) => {
    expect(routeTree(shop.slice(0, 6)).find('GET', `/${name}`)).toBeUndefined();
    expect(routeTree(shop.slice(0, 6)).find('GET', `/shop/${name}`)?.template).toBe('/shop/{id}');
    const own = routeTree([{ template: `/${name}/${name}`, methods: ['ANY'] }]);
    expect(own.find('GET', `/${name}/${name}`)?.template).toBe(`/${name}/${name}`);
    expect(own.find('GET', `/${name}`)).toBeUndefined();
  },
);

test('the tree and a look at every route find the very same route', () => {
  const segment = fc.constantFrom('a', 'b', '{id}', '__proto__');
  const template = fc
    .tuple(fc.array(segment, { maxLength: 4 }), fc.boolean())
    .filter(([parts, greedy]) => parts.length > 0 || greedy)
    .map(([parts, greedy]) => `/${[...parts, ...(greedy ? ['{proxy+}'] : [])].join('/')}`);
  const methods = fc.constantFrom<Route['methods']>(['ANY'], ['GET'], ['POST', 'PUT'], ['GET', 'POST']);
  const routes = fc.array(fc.record({ template, methods }), { maxLength: 20 });
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'TRACE');
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c', '__proto__', '{id}', '%7Bid%7D'), { minLength: 1, maxLength: 6 })
    .map((segments) => `/${segments.join('/')}`);

  fc.assert(
    fc.property(routes, fc.array(fc.tuple(method, path), { minLength: 1, maxLength: 8 }), (all, requests) => {
      const tree = routeTree(all);
      for (const [verb, where] of requests) expect(tree.find(verb, where)).toBe(matchRoute(all, verb, where));
    }),
    { numRuns: 2_000 },
  );
});
