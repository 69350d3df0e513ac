import { describe, expect, test } from '@jest/globals';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { findProductErrors } from '#core/registry/find-product-errors.ts';
import type { Operation } from '#core/registry/product.ts';
import { alpha, testCatalogue } from '#test/support/test-catalogue.ts';

const catalogue = deployedCatalogue(testCatalogue, alpha);

function errorsOf(projectId: string, operations: readonly Operation[]) {
  return findProductErrors({ projects: [{ projectId, operations }], scopes: [], attributes: {} }, catalogue);
}

describe('an operation', () => {
  test.each<[string, Operation['methods'], string]>([
    ['warehouse', ['GET'], '/items'],
    ['warehouse', ['GET', 'POST'], '/items'],
    ['warehouse', ['ANY'], '/items/{id}'],
    ['warehouse', ['DELETE'], '/items/{other}'],
    ['warehouse', ['GET'], '/items/7'],
    ['warehouse', ['GET'], '/{proxy+}'],
    ['warehouse', ['PUT'], '/items/{proxy+}'],
    ['warehouse', ['GET'], '/files'],
    ['warehouse', ['POST'], '/files/a/b/c'],
    ['warehouse', ['POST'], '/files/{a}/b'],
    ['warehouse', ['GET'], '/'],
    ['archive', ['GET'], '/'],
    ['archive', ['GET'], '/anything/{at}/{all}'],
    ['tickets-2.0', ['PATCH'], '/{proxy+}'],
  ])('of %s, %j %s, can match a route', (projectId, methods, path) => {
    expect(errorsOf(projectId, [{ methods, path }])).toEqual([]);
  });

  test.each<[Operation['methods'], string]>([
    [['POST'], '/items'],
    [['GET'], '/item'],
    [['GET'], '/items/7/parts'],
    [['POST'], '/items/{id}'],
    // A variable stands for a variable segment alone.
    [['GET'], '/{any}'],
    [['POST'], '/'],
  ])('that matches no route of its project is an error: %j %s', (methods, path) => {
    expect(errorsOf('warehouse', [{ methods, path }])).toEqual([
      {
        field: 'projects[0].operations[0]',
        message:
          'matches no route of "warehouse"; it has GET /items, GET|HEAD /items/{id}, PUT|DELETE /items/{id}, ANY /files, ANY /files/{proxy+}, GET /',
      },
    ]);
  });

  test.each([
    ['items', 'path', 'must start with "/"'],
    ['/items/', 'path', 'neither a plain segment'],
    ['/{proxy+}/items', 'path', 'only at its end'],
    ['/a/{id}/{id}', 'path', 'two variables called id'],
    ['/a/../b', 'path', 'neither a plain segment'],
    ['/a%2Fb', 'path', 'neither a plain segment'],
  ])('with the path %s is written wrong', (path, field, message) => {
    expect(errorsOf('warehouse', [{ methods: ['GET'], path }])).toEqual([
      { field: `projects[0].operations[0].${field}`, message: expect.stringContaining(message) },
    ]);
  });

  test('that names a method twice, or ANY beside another, is written wrong', () => {
    const found = errorsOf('warehouse', [
      { methods: ['GET', 'GET'], path: '/items' },
      { methods: ['ANY', 'GET'], path: '/items' },
    ]);

    expect(found.map(({ field }) => field)).toEqual([
      'projects[0].operations[0].methods',
      'projects[0].operations[1].methods',
    ]);
  });
});
