import { expect, test } from '@jest/globals';
import { functionOf, resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');
const rotation = functionOf(gateway, 'retires signing keys');

test('a deployment runs the rotation and waits for it, so that it fails if there is no key to sign with', () => {
  const [trigger] = resourcesOf(gateway, 'Custom::Trigger');
  const version = trigger?.Properties.HandlerArn.Ref;

  expect(trigger?.Properties).toMatchObject({ InvocationType: 'RequestResponse', ExecuteOnHandlerChange: true });
  expect(Number(trigger?.Properties.Timeout)).toBeGreaterThan(rotation.Properties.Timeout * 1_000);
  expect(
    resourcesOf(gateway, 'AWS::Lambda::Version').find(({ logicalId }) => logicalId === version)?.Properties,
  ).toMatchObject({ FunctionName: { Ref: rotation.logicalId } });
});

test('the rotation runs every hour', () => {
  gateway.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 hour)',
    State: 'ENABLED',
    Target: { Arn: { 'Fn::GetAtt': [rotation.logicalId, 'Arn'] } },
  });
});
