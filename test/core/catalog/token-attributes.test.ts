import { expect, test } from '@jest/globals';
import {
  type AttributeSource,
  clientAttribute,
  constantAttribute,
  findTokenAttributeProblems,
  productAttribute,
} from '#core/catalog/token-attributes.ts';

test('attributes from anywhere, under plain names, are fine', () => {
  expect(findTokenAttributeProblems({ tier: clientAttribute('tier'), 'x-y.z': constantAttribute('1') })).toEqual([]);
});

test.each<[string, AttributeSource, string]>([
  ['iss', clientAttribute('a'), 'attributes: "iss" is a claim with a meaning of its own.'],
  ['scope', productAttribute('a'), 'attributes: "scope" is a claim with a meaning of its own.'],
  ['a b', clientAttribute('a'), 'attributes: "a b" is not a plain claim name.'],
  ['a', clientAttribute(''), 'attributes: "a" comes from "", which is not a plain attribute name.'],
  ['a', constantAttribute('ü'), 'attributes: "a" must be 1 to 256 printable ASCII characters.'],
])('the attribute %s from %j is refused', (claim, source, problem) => {
  expect(findTokenAttributeProblems({ [claim]: source })).toEqual([problem]);
});

test('more than ten attributes are refused', () => {
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, clientAttribute('a')]));

  expect(findTokenAttributeProblems(many)).toEqual(['attributes: there are 11; a token takes at most 10.']);
});
