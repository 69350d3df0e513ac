/** Holds the function with which the CDK runs triggers to what our own are held to: its log expires, and it may do little. */
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnResource, CustomResourceProviderBase, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { removalPolicyOf } from './removal-policy.ts';

/** Where the CDK puts it in a stack. */
const PROVIDER = 'AWSCDK.TriggerCustomResourceProviderCustomResourceProvider';

/**
 * By itself it would log to a group that Lambda makes and keeps for ever, and might make and write to every group of the
 * account. It keeps its right to call any version of the functions that it triggers: the version of this deployment
 * alone would be a new right each time, which IAM may not know yet when it is used.
 *
 * @param scope a construct of the stack with triggers, once there is one
 */
export function confineTriggers(scope: Construct, group: ServerGroup): void {
  const provider = Stack.of(scope).node.tryFindChild(PROVIDER);
  const role = provider?.node.tryFindChild('Role');
  const handler = provider?.node.tryFindChild('Handler');
  if (
    !(provider instanceof CustomResourceProviderBase && role instanceof CfnResource && handler instanceof CfnResource)
  ) {
    throw new Error(`The stack has no ${PROVIDER} with a role and a function.`);
  }
  const logs = new LogGroup(scope, 'TriggerLogs', {
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: removalPolicyOf(group),
  });
  role.addPropertyDeletionOverride('ManagedPolicyArns');
  provider.addToRolePolicy({
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [logs.logGroupArn],
  });
  handler.addPropertyOverride('LoggingConfig', { LogGroup: logs.logGroupName });
}
