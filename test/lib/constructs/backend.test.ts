import { expect, test } from '@jest/globals';
import { backendOfUrl, integrationUrl, pathVariablesOf } from '#lib/constructs/backend.ts';

test.each([
  ['https://h.example', '/orders', 'https://h.example/'],
  ['https://h.example/', '/orders', 'https://h.example/'],
  ['https://h.example', '/orders/{proxy+}', 'https://h.example/{proxy}'],
  ['https://h.example/', '/orders/{proxy+}', 'https://h.example/{proxy}'],
  ['https://h.example/api', '/orders', 'https://h.example/api'],
  ['https://h.example/api/', '/orders', 'https://h.example/api'],
  ['https://h.example/api', '/orders/{proxy+}', 'https://h.example/api/{proxy}'],
  ['https://h.example:8443/api', '/orders/items/{id}', 'https://h.example:8443/api/items/{id}'],
])('of %s, %s is %s', (url, template, expected) => {
  expect(integrationUrl(backendOfUrl({ kind: 'url', url }), '/orders', template)).toBe(expected);
});

test('the variables of a template are named without the plus sign', () => {
  expect(pathVariablesOf('/a/{id}/b/{proxy+}')).toEqual(['id', 'proxy']);
});
