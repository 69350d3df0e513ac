import { expect, test } from '@jest/globals';
import { defineServerGroup, revocationBoundSeconds } from '#core/catalog/server-group.ts';

test('a server group keeps its data, and reuses verdicts and reads for half a minute each, unless said otherwise', () => {
  expect(defineServerGroup({ name: 'live' })).toEqual({
    name: 'live',
    removal: 'retain',
    authorizerCacheSeconds: 30,
    verifierCacheSeconds: 30,
  });
});

test('a revocation takes effect within both caches together', () => {
  expect(
    revocationBoundSeconds(defineServerGroup({ name: 'live', authorizerCacheSeconds: 10, verifierCacheSeconds: 5 })),
  ).toBe(15);
});
