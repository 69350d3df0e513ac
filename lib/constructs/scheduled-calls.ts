/** Calls a function again and again, on time, by EventBridge Scheduler. */
import { Aws, type Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';

export interface ScheduledCallsProps {
  readonly lambda: IFunction;
  readonly description: string;
  readonly every: Duration;
  /** How long a call that fails is made again, up to five times. */
  readonly maxEventAge: Duration;
}

/** The target of the CDK's own would be allowed to call every version of the function, by a wildcard. */
export class ScheduledCalls extends Construct {
  constructor(scope: Construct, id: string, { lambda, description, every, maxEventAge }: ScheduledCallsProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      // No other account's schedule may take this role on.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }));
    const retryPolicy = { maximumRetryAttempts: 5, maximumEventAgeInSeconds: maxEventAge.toSeconds() };
    new Schedule(this, 'Schedule', {
      description,
      schedule: ScheduleExpression.rate(every),
      target: { bind: () => ({ arn: lambda.functionArn, role, retryPolicy }) },
    });
  }
}
