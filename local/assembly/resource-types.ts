/** Which resource types the host serves, and which mean nothing on a laptop and are passed over. */

const SERVED = [
  /^AWS::ApiGateway::(?!Account$)/,
  /^AWS::Lambda::(Function|Version|Alias|Url)$/,
  /^AWS::DynamoDB::(Table|GlobalTable)$/,
  /^AWS::KMS::Key$/,
  /^Custom::Trigger$/,
];

/** Permissions, schedules, logs, alarms and guards in front of the service: nothing that changes an answer. */
const WITHOUT_MEANING_HERE = [
  /^AWS::ApiGateway::Account$/,
  /^AWS::ApplicationAutoScaling::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::CloudFormation::WaitConditionHandle$/,
  /^AWS::CloudWatch::/,
  /^AWS::Events::(Rule|EventBusPolicy)$/,
  /^AWS::IAM::/,
  /^AWS::KMS::Alias$/,
  /^AWS::Lambda::(Permission|EventInvokeConfig)$/,
  /^AWS::Logs::/,
  /^AWS::ResourceGroups::Group$/,
  /^AWS::Scheduler::/,
  /^AWS::SNS::(Topic|TopicPolicy|Subscription)$/,
  /^AWS::WAFv2::/,
  /^AWS::XRay::/,
];

export function isServed(type: string): boolean {
  return SERVED.some((pattern) => pattern.test(type));
}

export function isKnown(type: string): boolean {
  return isServed(type) || WITHOUT_MEANING_HERE.some((pattern) => pattern.test(type));
}
