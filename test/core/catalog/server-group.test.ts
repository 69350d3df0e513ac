import { expect, test } from '@jest/globals';
import {
  defineServerGroup,
  findServerGroupProblems,
  revocationBoundSeconds,
  type ServerGroupDefinition,
} from '#core/catalog/server-group.ts';

test('a server group keeps its data, and reuses verdicts and reads for half a minute each, unless said otherwise', () => {
  expect(defineServerGroup({ name: 'live' })).toEqual({
    name: 'live',
    removal: 'retain',
    authorizerCacheSeconds: 30,
    verifierCacheSeconds: 30,
    outageGraceSeconds: 900,
    signingKeyRotationDays: 30,
    reservedConcurrency: {},
    quotas: { resourcesPerApi: 300, concurrentExecutions: 1_000 },
  });
});

test('a revocation takes effect within both caches together', () => {
  expect(
    revocationBoundSeconds(defineServerGroup({ name: 'live', authorizerCacheSeconds: 10, verifierCacheSeconds: 5 })),
  ).toBe(15);
});

test.each([0, 1, 900, 3_600])('a grace of %d seconds can be stated', (outageGraceSeconds) => {
  const group = defineServerGroup({ name: 'live', outageGraceSeconds });

  expect(group.outageGraceSeconds).toBe(outageGraceSeconds);
  expect(findServerGroupProblems(group)).toEqual([]);
});

test.each([-1, 0.5, 3_601, Number.POSITIVE_INFINITY])('a grace of %d seconds is refused', (outageGraceSeconds) => {
  expect(findServerGroupProblems(defineServerGroup({ name: 'live', outageGraceSeconds }))).toEqual([
    `Server group "live": outageGraceSeconds is ${outageGraceSeconds}; it must be a whole number of seconds from 0 to 3600.`,
  ]);
});

test.each([300, 301, 600, 3_000])('a quota of %d resources for a REST API can be stated', (resourcesPerApi) => {
  const group = defineServerGroup({ name: 'live', quotas: { resourcesPerApi } });

  expect(group.quotas.resourcesPerApi).toBe(resourcesPerApi);
  expect(findServerGroupProblems(group)).toEqual([]);
});

test('quotas that state nothing are what most accounts have', () => {
  expect(defineServerGroup({ name: 'live', quotas: {} }).quotas).toEqual({
    resourcesPerApi: 300,
    concurrentExecutions: 1_000,
  });
});

test.each([299, 0, -1, 300.5, 3_001, Number.POSITIVE_INFINITY])(
  'a quota of %d resources for a REST API is refused',
  (resourcesPerApi) => {
    const group = defineServerGroup({ name: 'live', quotas: { resourcesPerApi } });

    expect(findServerGroupProblems(group)).toEqual([
      `Server group "live": quotas.resourcesPerApi is ${resourcesPerApi}; it must be a whole number from 300, which every account has, to 3000.`,
    ]);
  },
);

test.each([
  [
    'a misspelt quota',
    { quotas: { resourcePerApi: 600 } },
    'Server group "live": quotas: "resourcePerApi" is not known here; did you mean "resourcesPerApi"?',
  ],
  [
    'a quota in words',
    { quotas: { resourcesPerApi: '600' } },
    'Server group "live": quotas: resourcesPerApi must be a number, not "600".',
  ],
  [
    'a grace in words',
    { outageGraceSeconds: '900' },
    'Server group "live": outageGraceSeconds must be a number, not "900".',
  ],
  ['quotas that are a number', { quotas: 600 }, 'Server group "live": quotas must be an object, not 600.'],
  [
    'a misspelt field',
    { quota: { resourcesPerApi: 600 } },
    'Server group "live": "quota" is not known here; did you mean "quotas"?',
  ],
])('%s is told', (_what, fields, message) => {
  expect(() => defineServerGroup({ name: 'live', ...fields } as ServerGroupDefinition)).toThrow(message);
});
