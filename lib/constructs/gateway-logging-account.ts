/** Lets API Gateway write to CloudWatch Logs: a setting of the account and region, without which no stage may log. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/**
 * There is one such setting for an account in a region, and the last one deployed applies. Where two server groups share
 * both, each brings an equal role, so it does not matter which. Role and setting stay when the stack is deleted: taking
 * them away would silence every other REST API.
 */
export class GatewayLoggingAccount extends Construct {
  readonly account: CfnAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    acknowledge(role, {
      loggingPolicyOfAws: 'It is what AWS asks for; API Gateway refuses a role that may do less.',
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    this.account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
