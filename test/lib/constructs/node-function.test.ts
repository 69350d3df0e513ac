import { expect, test } from '@jest/globals';
import type { NodeFunctionProps } from '#lib/constructs/node-function.ts';
import { functionOf, resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');
const ours = resourcesOf(gateway, 'AWS::Lambda::Function').filter(({ Properties }) =>
  String(Properties.Description).startsWith('Tollgate alpha: '),
);

test('a server group has nine functions', () => {
  expect(ours).toHaveLength(9);
});

test.each(ours)('$logicalId runs on Node 24 on arm64, and logs JSON to a group of its own', ({ Properties }) => {
  expect(Properties).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN' },
  });
  expect(Properties.TracingConfig).toBeUndefined();
  expect(new Set(ours.map((one) => one.Properties.LoggingConfig.LogGroup.Ref)).size).toBe(ours.length);
});

test.each([
  ['issues access tokens', 10, 1_024],
  ['verifies access tokens', 5, 1_024],
  ['forwards them to backends', 28, 512],
  ['verifies and forwards', 28, 1_024],
  ['keeps products', 28, 512],
  ['retires signing keys', 60, 512],
  ['echoes', 10, 512],
])('the function that %s has %d seconds and %d MiB', (words, timeout, memory) => {
  const { Properties } = functionOf(gateway, words);

  expect(Properties.Timeout).toBe(timeout);
  expect(Properties.MemorySize).toBe(memory);
});

test('a function has the concurrency that its server group reserves for it, and the others share what is left', () => {
  const reserved = resourcesOf(testTemplates('omega').gateway, 'AWS::Lambda::Function')
    .filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined)
    .map(({ Properties }) => [Properties.Description, Properties.ReservedConcurrentExecutions]);

  expect(reserved).toEqual([
    ['Tollgate omega: issues access tokens (RFC 6749 §4.4)', 50],
    ['Tollgate omega: verifies access tokens (RFC 6750, RFC 9068)', 100],
    ['Tollgate omega: keeps products, clients and subscriptions', 10],
  ]);
});

test('nothing is reserved unless the server group says so, since a new account has nothing to reserve', () => {
  for (const { Properties } of resourcesOf(gateway, 'AWS::Lambda::Function')) {
    expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  }
});

test.each(['alpha', 'omega'] as const)('log groups of %s expire, and are removed as the group says', (group) => {
  for (const logs of resourcesOf(testTemplates(group).gateway, 'AWS::Logs::LogGroup')) {
    expect(logs.Properties.RetentionInDays).toBe(90);
    expect(logs.DeletionPolicy).toBe(group === 'omega' ? 'Retain' : 'Delete');
  }
});

test.each(['alpha', 'omega'] as const)(
  'every function of %s, the CDK’s own included, logs to a group that expires',
  (group) => {
    const template = testTemplates(group).gateway;
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup').map(({ logicalId }) => logicalId);

    // Without one, Lambda makes a group of the function's name, and keeps it for ever.
    for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
      expect(groups).toContain(Properties.LoggingConfig?.LogGroup.Ref);
      expect(Properties.TracingConfig).toBeUndefined();
    }
  },
);

test('a variable too few or too many does not compile', () => {
  type Environment = NodeFunctionProps<'A' | 'B'>['environment'];
  const exact: Environment = { A: '1', B: '2' };
  // @ts-expect-error: B is missing
  const tooFew: Environment = { A: '1' };
  // @ts-expect-error: C is not in the list
  const tooMany: Environment = { A: '1', B: '2', C: '3' };
  // @ts-expect-error: the list is empty
  const none: NodeFunctionProps<never>['environment'] = { A: '1' };

  expect([exact, tooFew, tooMany, none]).toHaveLength(4);
});
