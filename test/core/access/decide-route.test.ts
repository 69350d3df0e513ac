import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideRoute, isCanonicalPath, withoutTrailingSlash } from '#core/access/decide-route.ts';
import type { DeployedCatalogue, DeployedRoute } from '#core/catalog/deployed-catalogue.ts';

const route = (template: string, methods: DeployedRoute['methods'] = ['ANY']): DeployedRoute => ({
  resource: template,
  template,
  methods,
  policy: null,
  verify: null,
});
const catalogue: DeployedCatalogue = {
  serverGroup: 'test',
  tokenEndpoints: [],
  projects: [
    {
      projectId: 'all',
      displayName: 'All',
      path: '/orders',
      serverGroups: ['test'],
      routes: [route('/orders'), route('/orders/{proxy+}')],
    },
    {
      projectId: 'one',
      displayName: 'One',
      path: '/orders/1.0',
      serverGroups: ['test'],
      routes: [route('/orders/1.0'), route('/orders/1.0/{id}', ['GET']), route('/orders/1.0/{id}/refunds', ['POST'])],
    },
  ],
};

const decide = (method: string, path: string, resource: string) => {
  const decided = decideRoute(catalogue, { method, path, resource });
  return decided.ok ? `${decided.value.project.projectId} ${decided.value.route.template}` : decided.failure.reason;
};

describe('deciding the route', () => {
  test.each([
    ['GET', '/orders', '/orders', 'all /orders'],
    ['GET', '/orders/', '/orders', 'all /orders'],
    ['GET', '/orders/7/x', '/orders/{proxy+}', 'all /orders/{proxy+}'],
    ['GET', '/orders/1.0', '/orders/1.0', 'one /orders/1.0'],
    ['GET', '/orders/1.0/7', '/orders/1.0/{id}', 'one /orders/1.0/{id}'],
    ['POST', '/orders/1.0/7/refunds', '/orders/1.0/{id}/refunds', 'one /orders/1.0/{id}/refunds'],
    ['GET', '/orders/1.0/7/refunds', '/orders/{proxy+}', 'all /orders/{proxy+}'],
  ])('%s %s served by %s is %s', (method, path, resource, expected) => {
    expect(decide(method, path, resource)).toBe(expected);
  });

  test.each([
    ['GET', '/orders/1.0/7', '/orders/{proxy+}'],
    ['GET', '/orders/7', '/orders/1.0/{id}'],
    ['GET', '/orders/1.0/7/refunds', '/orders/1.0/{id}/refunds'],
    ['GET', '/Orders', '/orders'],
    ['GET', '/other', '/orders/{proxy+}'],
    ['GET', '/', '/'],
  ])('%s %s is no route when API Gateway serves it by %s', (method, path, resource) => {
    expect(decide(method, path, resource)).toBe('route_unknown');
  });

  test.each([
    '/orders//7',
    '//orders/7',
    '/orders/./7',
    '/orders/../admin',
    '/orders/..',
    '/orders/%2e%2e/admin',
    '/orders/.%2E/admin',
    '/orders/7%2Frefunds',
    '/orders/7%5crefunds',
    '/orders/7\\refunds',
    '/orders/7;a=b',
    '/orders/7%00',
    '/orders/.%09./admin',
    '/orders/7%0D%0Ax',
    '/orders/7%7f',
    '/orders/%c0%ae%c0%ae/admin',
    '/orders/%C1%A1dmin',
    '/orders/%E0%80%AE/admin',
    '/orders/%f0%80%80%af/admin',
    '/orders/%F8%80%80%80%AE/admin',
    '/orders/%zz',
    '/%6frders/7',
    '/orders/%61dmin',
    '/orders/%41DMIN',
    '/orders/%37',
    '/orders/a%2Db',
    '/orders/a%5Fb',
    '/orders/%2561dmin',
    '/orders/7%',
    '/orders/ü',
    '/orders/a b',
    'orders',
    '',
  ])('refuses the path %j', (path) => {
    expect(decide('GET', path, '/orders/{proxy+}')).toBe('path_not_canonical');
  });

  test.each([
    '/orders/a%20b',
    '/orders/a%3Ab%40c',
    '/orders/100%25',
    '/orders/%C3%BC',
    '/orders/%FC',
    '/orders/%E3%81%82%F0%9F%8D%8E',
    '/orders/%7Bid%7D',
    '/orders/a+b~c',
  ])('accepts the path %j', (path) => {
    expect(isCanonicalPath(path)).toBe(true);
  });

  test.each([
    ['/', '/'],
    ['/a', '/a'],
    ['/a/', '/a'],
    ['/a/b/', '/a/b'],
  ])('takes %s for %s', (path, same) => {
    expect(withoutTrailingSlash(path)).toBe(same);
  });

  test('accepts no path that says a plain character in another way', () => {
    for (let code = 0x21; code < 0x7f; code += 1) {
      const character = String.fromCharCode(code);
      const escaped = `%${code.toString(16).padStart(2, '0')}`;
      if (/[A-Za-z0-9._-]/.test(character))
        expect([escaped, isCanonicalPath(`/x${escaped}`)]).toEqual([escaped, false]);
    }
  });

  test('accepts only paths that the URL parser leaves as they are', () => {
    const piece = fc.constantFrom('/', '.', '..', '%2e', '%2F', 'a', '7', '%20', ';', '\\', '//', '?', '#', '%41');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = `/${pieces.join('')}`;
        return !isCanonicalPath(path) || new URL(`https://host${path}`).pathname === path;
      }),
      { numRuns: 5_000 },
    );
  });
});
