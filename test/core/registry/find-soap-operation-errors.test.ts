import { describe, expect, test } from '@jest/globals';
import { findProductErrors } from '#core/registry/find-product-errors.ts';
import type { ProductProject } from '#core/registry/product.ts';
import { weatherCatalogue } from '#test/support/weather-catalogue.ts';

function errorsOf(project: ProductProject) {
  return findProductErrors({ projects: [project], scopes: [], attributes: {} }, weatherCatalogue());
}

describe('a product narrowed to operations of a WSDL project', () => {
  test('is right with those that the project has, in any of its ports', () => {
    expect(errorsOf({ projectId: 'weather', soapOperations: ['SetForecast', 'GetForecast'] })).toEqual([]);
    expect(errorsOf({ projectId: 'weather' })).toEqual([]);
  });

  test('is told which there are when it names another', () => {
    expect(errorsOf({ projectId: 'weather', soapOperations: ['GetForecast', 'getForecast'] })).toEqual([
      {
        field: 'projects[0].soapOperations[1]',
        message: 'names "getForecast", which is no operation of "weather"; it has GetForecast, SetForecast',
      },
    ]);
  });

  test('names each once', () => {
    expect(errorsOf({ projectId: 'weather', soapOperations: ['GetForecast', 'GetForecast'] })).toEqual([
      { field: 'projects[0].soapOperations[1]', message: 'names "GetForecast" a second time' },
    ]);
  });

  test('cannot have methods and paths for it, alone or beside names', () => {
    const operations = [{ methods: ['POST'], path: '/' }] as const;
    const expected = [
      {
        field: 'projects[0].operations',
        message: 'are methods and paths, but "weather" is a WSDL project; narrow it with soapOperations',
      },
    ];

    expect(errorsOf({ projectId: 'weather', operations })).toEqual(expected);
    expect(errorsOf({ projectId: 'weather', operations, soapOperations: ['GetForecast'] })).toEqual(expected);
  });

  test('cannot have names for another project', () => {
    expect(errorsOf({ projectId: 'orders', soapOperations: ['GetForecast'] })).toEqual([
      {
        field: 'projects[0].soapOperations',
        message: 'are of a WSDL project, which "orders" is not; narrow it with operations',
      },
    ]);
  });
});
