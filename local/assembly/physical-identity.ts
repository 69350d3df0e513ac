/** What `Ref` and `Fn::GetAtt` give for a resource: stable ids and ARNs, derived from the stack's name and the logical id. */
import { createHash } from 'node:crypto';
import { stringOf } from '../json-value.ts';

/** One resource as far as its identity is concerned. `property` gives a property with its intrinsics resolved. */
export interface IdentifiedResource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly region: string;
  readonly accountId: string;
  property(name: string): unknown;
  /** Where the host serves a function URL: an origin with a trailing slash. */
  functionUrl(): string;
}

/** Properties that name a resource, by type; without one the name is derived. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Model': 'Name',
  'AWS::ApiGateway::Stage': 'StageName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::SNS::Topic': 'TopicName',
};

/** What `Ref` gives. */
export function physicalIdOf(resource: IdentifiedResource): string {
  const { type, accountId, region } = resource;
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
  switch (type) {
    case 'AWS::KMS::Key':
      return uuidOf(resource);
    case 'AWS::Lambda::Version':
      return `${functionArnOf(resource)}:1`;
    case 'AWS::Lambda::Alias':
      return `${functionArnOf(resource)}:${stringOf(resource.property('Name')) ?? 'alias'}`;
    case 'AWS::Lambda::Url':
      return functionArnOf({ ...resource, property: () => resource.property('TargetFunctionArn') });
    case 'AWS::SNS::Topic':
      return arn('sns', nameOf(resource));
    case 'AWS::IAM::ManagedPolicy':
      return `arn:aws:iam::${accountId}:policy/${nameOf(resource)}`;
    default:
      return nameOf(resource);
  }
}

/** What `Fn::GetAtt` gives; undefined when this host does not know the attribute. */
export function attributeOf(resource: IdentifiedResource, attribute: string): string | undefined {
  const { type } = resource;
  const physicalId = () => physicalIdOf(resource);
  if (attribute === 'Arn') return arnOf(resource);
  switch (`${type} ${attribute}`) {
    case 'AWS::ApiGateway::RestApi RootResourceId':
      return `${physicalId()}-root`;
    case 'AWS::DynamoDB::Table StreamArn':
    case 'AWS::DynamoDB::GlobalTable StreamArn':
      return `${arnOf(resource)}/stream/1970-01-01T00:00:00.000`;
    case 'AWS::Lambda::Version Version':
      return '1';
    case 'AWS::Lambda::Url FunctionUrl':
      return resource.functionUrl();
    case 'AWS::Lambda::Version FunctionArn':
    case 'AWS::Lambda::Url FunctionArn':
    case 'AWS::Lambda::Alias AliasArn':
    case 'AWS::SNS::Topic TopicArn':
    case 'AWS::IAM::ManagedPolicy PolicyArn':
      return physicalId();
    case 'AWS::SNS::Topic TopicName':
      return nameOf(resource);
    default:
      return isIdAttribute(type, attribute) ? physicalId() : undefined;
  }
}

/** The URL-safe text that makes ids stable: the same stack and logical id give the same on every machine. */
function digestOf({ stackName, logicalId }: IdentifiedResource): string {
  return createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
}

function nameOf(resource: IdentifiedResource): string {
  const { type, stackName, logicalId } = resource;
  const nameProperty = NAME_PROPERTIES[type];
  const name = nameProperty === undefined ? undefined : stringOf(resource.property(nameProperty));
  if (name !== undefined) return name;
  if (type.startsWith('AWS::ApiGateway::')) return apiGatewayIdOf(resource);
  const suffix = digestOf(resource).slice(0, 12).toUpperCase();
  return `${`${stackName}-${logicalId}`.slice(0, 51)}-${suffix}`;
}

/** Ten lower-case letters and digits that begin with a letter, like the service's own. */
function apiGatewayIdOf(resource: IdentifiedResource): string {
  const number = BigInt(`0x${digestOf(resource).slice(0, 24)}`);
  const letter = String.fromCharCode(97 + Number(number % 26n));
  return letter + (number / 26n).toString(36).padStart(9, '0').slice(0, 9);
}

function uuidOf(resource: IdentifiedResource): string {
  const hex = digestOf(resource);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}

/** `FunctionName` of a version or alias may be a name or an ARN. */
function functionArnOf(resource: IdentifiedResource): string {
  const name = stringOf(resource.property('FunctionName')) ?? '';
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${resource.region}:${resource.accountId}:function:${name}`;
}

function arnOf(resource: IdentifiedResource): string {
  const { type, region, accountId } = resource;
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
  switch (type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return arn('dynamodb', `table/${physicalIdOf(resource)}`);
    case 'AWS::Lambda::Function':
      return arn('lambda', `function:${physicalIdOf(resource)}`);
    case 'AWS::KMS::Key':
      return arn('kms', `key/${physicalIdOf(resource)}`);
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${accountId}:role/${physicalIdOf(resource)}`;
    case 'AWS::Logs::LogGroup':
      return arn('logs', `log-group:${physicalIdOf(resource)}:*`);
    default: {
      const [, service, kind] = type.split('::');
      return arn((service ?? 'custom').toLowerCase(), `${(kind ?? '').toLowerCase()}/${physicalIdOf(resource)}`);
    }
  }
}

/** `DeploymentId` of a Deployment, `TableId` of a GlobalTable, `RoleId` and their like. */
function isIdAttribute(type: string, attribute: string): boolean {
  return attribute.endsWith('Id') && type.endsWith(attribute.slice(0, -2));
}
