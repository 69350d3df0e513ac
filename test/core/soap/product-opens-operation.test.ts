import { expect, test } from '@jest/globals';
import { productOpensOperation } from '#core/soap/product-opens-operation.ts';

test('an addressed action that the WSDL file gives the operation was compared as well', () => {
  const operation = { name: 'A', soapAction: '', addressedAction: 'urn:a', element: null };
  const message = { version: '1.1', action: undefined, addressedAction: 'urn:a', bodyElement: null } as const;

  expect(productOpensOperation(operation, message, ['A'])).toBe('opened');
});

test.each<[string, readonly string[] | undefined, string, string | undefined, string]>([
  ['all of the project is opened', undefined, 'urn:a', undefined, 'opened'],
  ['a product that names the operation opens it', ['B', 'A'], 'urn:a', undefined, 'opened'],
  ['one that names others does not', ['B'], 'urn:a', undefined, 'operation_not_in_product'],
  ['nor one that names none', [], 'urn:a', undefined, 'operation_not_in_product'],
  ['nor one that names it in another case', ['a'], 'urn:a', undefined, 'operation_not_in_product'],
  ['an addressed action that was compared does no harm', ['A'], 'urn:a', 'urn:a', 'opened'],
  ['one that nothing could be compared with might leave a narrowed product', ['A'], '', 'x', 'action_unverifiable'],
  ['and does no harm where all is open', undefined, '', 'x', 'opened'],
])('%s', (_, soapOperations, soapAction, addressedAction, expected) => {
  const operation = { name: 'A', soapAction, element: null };
  const message = { version: '1.1', action: undefined, addressedAction, bodyElement: null } as const;

  expect(productOpensOperation(operation, message, soapOperations)).toBe(expected);
});
