/** Says why a rule of the security checks does not apply to a construct: beside what it is about, for whoever changes that. */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Rules of cdk-nag's pack AwsSolutions, by what they want. */
const RULES = {
  requestValidation: 'AwsSolutions-APIG2',
  webApplicationFirewall: 'AwsSolutions-APIG3',
  methodAuthorization: 'AwsSolutions-APIG4',
  cognitoAuthorizer: 'AwsSolutions-COG4',
  loggingPolicyOfAws:
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
} as const;

/** @param reasons by rule, each a sentence; they hold for the construct and all that it is made of */
export function acknowledge(
  construct: IConstruct,
  reasons: Readonly<Partial<Record<keyof typeof RULES, string>>>,
): void {
  for (const [rule, reason] of Object.entries(reasons)) {
    const id = Object.entries(RULES).find(([name]) => name === rule)?.[1];
    if (id !== undefined) Validations.of(construct).acknowledge({ id, reason });
  }
}
