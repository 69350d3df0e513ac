import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAuthorizerCache } from '#local/gateway/authorizer-cache.ts';
import { evaluatePolicy, matchesWildcards, parsePolicy } from '#local/gateway/policy-evaluation.ts';

const ARN = 'arn:aws:execute-api:eu-west-1:111122223333:api/dev/GET/orders/7';

const invoke = { Action: 'execute-api:Invoke' };

test.each([
  ['an exact ARN', [{ Effect: 'Allow', ...invoke, Resource: ARN }], 'allow'],
  ['a single statement that is no list', { Effect: 'Allow', ...invoke, Resource: ARN }, 'allow'],
  [
    'lists of actions and resources',
    [{ Effect: 'Allow', Action: ['x:y', 'execute-api:Invoke'], Resource: ['a', ARN] }],
    'allow',
  ],
  ['a star that spans slashes', [{ Effect: 'Allow', ...invoke, Resource: 'arn:aws:execute-api:*/dev/*' }], 'allow'],
  ['a question mark', [{ Effect: 'Allow', ...invoke, Resource: ARN.replace('7', '?') }], 'allow'],
  ['actions in any case', [{ Effect: 'Allow', Action: 'EXECUTE-API:invoke', Resource: '*' }], 'allow'],
  ['actions with a star', [{ Effect: 'Allow', Action: 'execute-api:*', Resource: '*' }], 'allow'],
  ['resources in another case', [{ Effect: 'Allow', ...invoke, Resource: ARN.toUpperCase() }], 'implicit-deny'],
  ['another method', [{ Effect: 'Allow', ...invoke, Resource: ARN.replace('GET', 'POST') }], 'implicit-deny'],
  ['a prefix', [{ Effect: 'Allow', ...invoke, Resource: ARN.slice(0, -1) }], 'implicit-deny'],
  ['another action', [{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: '*' }], 'implicit-deny'],
  ['no statement', [], 'implicit-deny'],
  [
    'a Deny beside an Allow',
    [
      { Effect: 'Allow', ...invoke, Resource: '*' },
      { Effect: 'Deny', ...invoke, Resource: ARN },
    ],
    'explicit-deny',
  ],
  [
    'a Deny elsewhere',
    [
      { Effect: 'Deny', ...invoke, Resource: 'arn:other' },
      { Effect: 'Allow', ...invoke, Resource: '*' },
    ],
    'allow',
  ],
  ['NotResource that names it', [{ Effect: 'Allow', ...invoke, NotResource: ARN }], 'implicit-deny'],
  ['NotResource that names others', [{ Effect: 'Allow', ...invoke, NotResource: ['a', 'b'] }], 'allow'],
  [
    'NotAction in a Deny',
    [
      { Effect: 'Allow', ...invoke, Resource: '*' },
      { Effect: 'Deny', NotAction: 's3:*', Resource: '*' },
    ],
    'explicit-deny',
  ],
])('%s', (_, Statement, decision) => {
  const parsed = parsePolicy({ Statement });

  expect(parsed && evaluatePolicy(parsed, ARN)).toBe(decision);
});

test('wildcards match as a regular expression would', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?', '.'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*'), maxLength: 8 });

  fc.assert(
    fc.property(pattern, text, (given, subject) => {
      const expression = given.replace(/[.]/g, '\\.').replace(/\*/g, '.*').replace(/\?/g, '.');
      expect(matchesWildcards(given, subject)).toBe(new RegExp(`^${expression}$`).test(subject));
    }),
    { numRuns: 3000 },
  );
});

test('a policy of many stars is decided in no time', () => {
  const started = performance.now();

  expect(matchesWildcards(`${'*a'.repeat(200)}b`, 'a'.repeat(10_000))).toBe(false);

  expect(performance.now() - started).toBeLessThan(500);
});

test('the cache is bounded: the answer used longest ago goes first', () => {
  const cache = createAuthorizerCache(2);
  const answer = { policy: [], variables: {} };

  for (const key of ['a', 'b']) cache.put(key, answer, 0, 60);
  cache.get('a', 1);
  cache.put('c', answer, 0, 60);

  expect(['a', 'b', 'c'].map((key) => cache.get(key, 1) !== undefined)).toEqual([true, false, true]);
});
