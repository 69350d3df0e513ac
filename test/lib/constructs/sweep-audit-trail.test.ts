import { expect, test } from '@jest/globals';
import { functionOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');
const sweep = functionOf(gateway, 'adds missing entries');

test('the audit trail is swept every day', () => {
  gateway.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 day)',
    State: 'ENABLED',
    Target: { Arn: { 'Fn::GetAtt': [sweep.logicalId, 'Arn'] } },
  });
});

test('a sweep may take as long as Lambda allows', () => {
  expect(sweep.Properties.Timeout).toBe(900);
});

test('the sweep knows the tables that it goes through, the audit trail and its server group alone', () => {
  expect(Object.keys(sweep.Properties.Environment.Variables).sort()).toEqual([
    'AUDIT_TRAIL_TABLE',
    'CLIENTS_TABLE',
    'PRODUCTS_TABLE',
    'SERVER_GROUP',
    'SUBSCRIPTIONS_TABLE',
  ]);
});
