import { expect, test } from '@jest/globals';
import { FUNCTION_NAMES, type ReservedConcurrency } from '#core/catalog/reserved-concurrency.ts';
import {
  defineServerGroup,
  findServerGroupProblems,
  type Quotas,
  type ServerGroupDefinition,
} from '#core/catalog/server-group.ts';

const problemsOf = (reservedConcurrency: ReservedConcurrency, quotas: Partial<Quotas> = {}) =>
  findServerGroupProblems(defineServerGroup({ name: 'live', reservedConcurrency, quotas }));

test.each(FUNCTION_NAMES)('concurrency can be reserved for %s', (name) => {
  const group = defineServerGroup({ name: 'live', reservedConcurrency: { [name]: 1 } });

  expect(group.reservedConcurrency).toEqual({ [name]: 1 });
  expect(findServerGroupProblems(group)).toEqual([]);
});

test.each([0, -1, 1.5, Number.POSITIVE_INFINITY])('%d is refused, by the name of its function', (number) => {
  expect(problemsOf({ token: 50, registry: number })).toEqual([
    `Server group "live": reservedConcurrency.registry is ${number}; it must be a whole number from 1 (0 would turn the function off; leave it out to reserve nothing).`,
  ]);
});

test('all but the hundred that Lambda keeps for other functions can be reserved', () => {
  expect(problemsOf({ token: 400, verifyAccessToken: 500 })).toEqual([]);
});

test('one more is refused, with the quota that it would need', () => {
  expect(problemsOf({ token: 400, verifyAccessToken: 501 })).toEqual([
    'Server group "live": reservedConcurrency is 901 in all, and of 1000 concurrent executions 900 can be reserved, since Lambda keeps 100 for other functions; reserve less, or have AWS raise the quota and state it: quotas: { concurrentExecutions: 1001 }.',
  ]);
});

test('a raised quota makes room', () => {
  expect(problemsOf({ token: 400, verifyAccessToken: 501 }, { concurrentExecutions: 1_001 })).toEqual([]);
});

test('in an account that has just been opened nothing can be reserved', () => {
  expect(problemsOf({}, { concurrentExecutions: 10 })).toEqual([]);
  expect(problemsOf({ token: 1 }, { concurrentExecutions: 10 })).toEqual([
    expect.stringContaining('of 10 concurrent executions 0 can be reserved'),
  ]);
});

test.each([0, -1, 0.5, Number.POSITIVE_INFINITY])('a quota of %d concurrent executions is refused', (number) => {
  expect(problemsOf({}, { concurrentExecutions: number })).toEqual([
    `Server group "live": quotas.concurrentExecutions is ${number}; it must be a whole number from 1.`,
  ]);
});

test.each([
  [
    'a misspelt function',
    { reservedConcurrency: { tokens: 5 } },
    'Server group "live": reservedConcurrency: "tokens" is not known here; did you mean "token"?',
  ],
  [
    'a number in words',
    { reservedConcurrency: { token: '5' } },
    'Server group "live": reservedConcurrency: token must be a number, not "5".',
  ],
  [
    'a number for all functions',
    { reservedConcurrency: 5 },
    'Server group "live": reservedConcurrency must be an object, not 5.',
  ],
])('%s is told', (_what, fields, message) => {
  expect(() => defineServerGroup({ name: 'live', ...fields } as ServerGroupDefinition)).toThrow(message);
});
