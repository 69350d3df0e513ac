/** A small template with a bit of everything that the host serves: APIs, functions, an authorizer, a function URL, tables, a key. */
import { type StackSpec, writeStages } from './write-assembly.ts';

const api = (name: string) => ({ RestApiId: { Ref: name } });

function method(apiName: string, resource: unknown, integration: object, more: object = {}) {
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      ...api(apiName),
      ResourceId: resource,
      HttpMethod: 'ANY',
      AuthorizationType: 'NONE',
      ...more,
      Integration: integration,
    },
  };
}

const lambdaUri = (name: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:aws:apigateway:',
      { Ref: 'AWS::Region' },
      ':lambda:path/2015-03-31/functions/',
      { 'Fn::GetAtt': [name, 'Arn'] },
      '/invocations',
    ],
  ],
});
const proxy = (name: string) => ({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: lambdaUri(name) });
const child = (
  apiName: string,
  PathPart: string,
  ParentId: unknown = { 'Fn::GetAtt': [apiName, 'RootResourceId'] },
) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { ...api(apiName), ParentId, PathPart },
});
const fn = (code: object, variables: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: code, Environment: { Variables: variables } },
});
const stage = (apiName: string) => ({
  [`${apiName}Deployment`]: { Type: 'AWS::ApiGateway::Deployment', Properties: api(apiName) },
  [`${apiName}Stage`]: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { ...api(apiName), DeploymentId: { Ref: `${apiName}Deployment` }, StageName: 'development' },
  },
});
const apiUrl = (apiName: string) => ({
  'Fn::Join': [
    '',
    [
      'https://',
      { Ref: apiName },
      '.execute-api.',
      { Ref: 'AWS::Region' },
      '.',
      { Ref: 'AWS::URLSuffix' },
      '/development',
    ],
  ],
});

/** Puts, gets and echoes; speaks DynamoDB's protocol by itself, as the assets of these tests have no SDK. */
const ITEMS = `
const table = process.env.TABLE;
const call = async (operation, input) => (await fetch(process.env.AWS_ENDPOINT_URL_DYNAMODB, {
  method: 'POST', body: JSON.stringify(input),
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.' + operation, 'x-amz-date': 'x',
    authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/x, SignedHeaders=x, Signature=x' } })).json();
export const handler = async (event) => {
  if (event.httpMethod === 'PUT') await call('PutItem', { TableName: table, Item: { id: { S: event.body } } });
  const { Count } = await call('Scan', { TableName: table });
  return { statusCode: 200, body: JSON.stringify({ count: Count, issuer: process.env.ISSUER, now: Date.now() }) };
};`;

/** Stands for the registry: hands out a subscription to signed callers. */
const REGISTRY = `exports.handler = async (event) => {
  console.log(JSON.stringify({ path: event.path }));
  const body = event.path === '/subscriptions' ? { consumerKey: 'tgk_demo', consumerSecret: 'tgs_demo' } : JSON.parse(event.body);
  return { statusCode: 201, body: JSON.stringify(body) };
};`;

const AUTHORIZER = `exports.handler = async (event) => ({ principalId: 'me', policyDocument: { Version: '2012-10-17', Statement: [
  { Action: 'execute-api:Invoke', Effect: event.headers.Authorization === 'Bearer good' ? 'Allow' : 'Deny', Resource: event.methodArn } ] } });`;

const BACKEND = `exports.handler = async (event) => ({ hello: 'backend', path: event.rawPath });`;
const TRIGGERED = `exports.handler = async () => { console.log('triggered'); };`;

export function sampleStacks(): Readonly<Record<string, StackSpec>> {
  return {
    Gateway: {
      dependsOn: ['Registry'],
      assets: { items: { 'index.mjs': ITEMS }, triggered: { 'index.js': TRIGGERED } },
      template: {
        Metadata: {
          Tollgate: {
            serverGroup: 'development',
            projects: [
              {
                id: 'orders',
                locations: ['header'],
                exampleUrl: { 'Fn::Sub': ['$' + '{Url}/secure', { Url: apiUrl('Api') }] },
                scopes: ['read'],
              },
              {
                id: 'legacy',
                locations: ['header', 'query'],
                exampleUrl: { 'Fn::Sub': ['$' + '{Url}/items', { Url: apiUrl('Api') }] },
                queryParameter: 'token',
                scopes: [],
              },
            ],
          },
        },
        Resources: {
          RegistryApi: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'registry' } },
          RegistryAny: child('RegistryApi', '{proxy+}'),
          RegistryMethod: method('RegistryApi', { Ref: 'RegistryAny' }, proxy('RegistryFn'), {
            AuthorizationType: 'AWS_IAM',
          }),
          ...stage('RegistryApi'),
          Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'gateway' } },
          Items: child('Api', 'items'),
          ItemsMethod: method('Api', { Ref: 'Items' }, proxy('ItemsFn')),
          Secure: child('Api', 'secure'),
          SecureMethod: method(
            'Api',
            { Ref: 'Secure' },
            { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY', Uri: { 'Fn::GetAtt': ['BackendUrl', 'FunctionUrl'] } },
            { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } },
          ),
          Authorizer: {
            Type: 'AWS::ApiGateway::Authorizer',
            Properties: {
              ...api('Api'),
              Name: 'verify',
              Type: 'REQUEST',
              IdentitySource: 'method.request.header.Authorization',
              AuthorizerResultTtlInSeconds: 60,
              AuthorizerUri: lambdaUri('AuthorizerFn'),
            },
          },
          ...stage('Api'),
          ItemsFn: fn(
            { S3Key: 'items.zip' },
            { TABLE: { 'Fn::ImportValue': 'Registry:Table' }, ISSUER: apiUrl('Api') },
          ),
          RegistryFn: fn({ ZipFile: REGISTRY }),
          AuthorizerFn: fn({ ZipFile: AUTHORIZER }),
          BackendFn: fn({ ZipFile: BACKEND }),
          BackendUrl: {
            Type: 'AWS::Lambda::Url',
            Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['BackendFn', 'Arn'] } },
          },
          TriggeredFn: fn({ S3Key: 'triggered.zip' }),
          TriggeredVersion: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'TriggeredFn' } } },
          Trigger: {
            Type: 'Custom::Trigger',
            Properties: {
              ServiceToken: { 'Fn::GetAtt': ['BackendFn', 'Arn'] },
              HandlerArn: { Ref: 'TriggeredVersion' },
              InvocationType: 'RequestResponse',
              Timeout: '120000',
            },
          },
          Role: { Type: 'AWS::IAM::Role', Properties: {} },
        },
        Outputs: {
          GatewayUrl: { Value: apiUrl('Api') },
          RegistryUrl: { Value: apiUrl('RegistryApi') },
          TokenUrl: { Value: { 'Fn::Join': ['', [apiUrl('Api'), '/AccessToken']] } },
          ApiEndpoint4F160690: { Value: 'x' },
        },
      },
    },
    Registry: {
      template: {
        Resources: {
          Table: {
            Type: 'AWS::DynamoDB::GlobalTable',
            Properties: {
              KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
              AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            },
          },
          Key: { Type: 'AWS::KMS::Key', Properties: {} },
        },
        Outputs: { Table: { Value: { Ref: 'Table' }, Export: { Name: 'Registry:Table' } } },
      },
    },
  };
}

export function writeSampleAssembly(): string {
  return writeStages({ development: sampleStacks(), production: sampleStacks() });
}
