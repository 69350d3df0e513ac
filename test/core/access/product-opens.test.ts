import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { productOpens } from '#core/access/product-opens.ts';
import type { DeployedRoute } from '#core/catalog/deployed-catalogue.ts';
import type { Operation } from '#core/registry/product.ts';
import { aProduct } from '../../support/registry-fixtures.ts';

const route = (template: string): DeployedRoute => ({
  resource: 'R',
  template,
  methods: ['ANY'],
  policy: null,
  verify: null,
});

function opens(
  operations: readonly Operation[] | undefined,
  method: string,
  path: string,
  template = '/orders/{proxy+}',
) {
  const project = { projectId: 'orders', displayName: 'Orders', path: '/orders', serverGroups: ['test'], routes: [] };
  const held = operations === undefined ? { projectId: 'orders' } : { projectId: 'orders', operations };
  return productOpens(aProduct({ projects: [held] }), { project, route: route(template) }, method, path);
}

test('a product that is not narrowed opens all of its project', () => {
  expect(opens(undefined, 'DELETE', '/orders/7/refunds')).toBe('opened');
});

test('a product without the project opens nothing of it', () => {
  const project = { projectId: 'other', displayName: 'Other', path: '/other', serverGroups: ['test'], routes: [] };

  expect(productOpens(aProduct(), { project, route: route('/other') }, 'GET', '/other')).toBe('project_not_in_product');
});

test('a product narrowed to operations of a SOAP service opens nothing where the project is none, or is none any more', () => {
  const project = { projectId: 'orders', displayName: 'Orders', path: '/orders', serverGroups: ['test'], routes: [] };
  const product = aProduct({ projects: [{ projectId: 'orders', soapOperations: ['Read'] }] });

  expect(productOpens(product, { project, route: route('/orders') }, 'POST', '/orders')).toBe(
    'operation_not_in_product',
  );
  expect(productOpens(product, { project: { ...project, soap: [] }, route: route('/orders') }, 'POST', '/orders')).toBe(
    'opened',
  );
});

const read: Operation = { methods: ['GET', 'HEAD'], path: '/{id}' };

test.each<[readonly Operation[], string, string, boolean]>([
  [[read], 'GET', '/orders/7', true],
  [[read], 'GET', '/orders/7/', true],
  [[read], 'HEAD', '/orders/7', true],
  [[read], 'POST', '/orders/7', false],
  [[read], 'GET', '/orders', false],
  [[read], 'GET', '/orders/7/refunds', false],
  [[{ methods: ['GET'], path: '/' }], 'GET', '/orders', true],
  [[{ methods: ['GET'], path: '/' }], 'GET', '/orders/7', false],
  [[{ methods: ['ANY'], path: '/{proxy+}' }], 'PATCH', '/orders/7/refunds', true],
  [[{ methods: ['ANY'], path: '/{proxy+}' }], 'PATCH', '/orders', true],
  [[{ methods: ['POST'], path: '/{id}/refunds' }, read], 'POST', '/orders/7/refunds', true],
  [[{ methods: ['POST'], path: '/{id}/refunds' }, read], 'GET', '/orders/7/refunds', false],
  [[], 'GET', '/orders/7', false],
])('narrowed to %j, %s %s is open: %s', (operations, method, path, expected) => {
  expect(opens(operations, method, path)).toBe(expected ? 'opened' : 'operation_not_in_product');
});

test('a variable does not stand for a fixed segment that the project has a resource for', () => {
  expect(opens([read], 'GET', '/orders/export', '/orders/export')).toBe('operation_not_in_product');
  expect(opens([{ methods: ['GET'], path: '/export' }], 'GET', '/orders/export', '/orders/export')).toBe('opened');
  expect(opens([{ methods: ['GET'], path: '/{proxy+}' }], 'GET', '/orders/export', '/orders/export')).toBe('opened');
});

test('a product narrowed to one operation opens nothing but its method on paths of exactly its form', () => {
  const segment = fc.constantFrom('7', 'refunds', 'x', 'export');
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 4 }), fc.constantFrom('GET', 'POST', 'HEAD'), (segments, method) => {
      const path = ['/orders', ...segments].join('/');
      const expected = segments.length === 2 && segments[1] === 'refunds' && method === 'POST';
      const opened = opens([{ methods: ['POST'], path: '/{id}/refunds' }], method, path) === 'opened';
      return opened === expected;
    }),
  );
});
