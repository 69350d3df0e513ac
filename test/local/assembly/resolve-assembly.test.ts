// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of Fn::Sub.
import { expect, test } from '@jest/globals';
import { resolveAssembly } from '#local/assembly/resolve-assembly.ts';
import type { StackTemplate } from '#local/assembly/stack-template.ts';

const urlOrigin = (stackName: string, logicalId: string) => `http://127.0.0.1:1/${stackName}/${logicalId}`;

function stack(stackName: string, template: Record<string, unknown>): StackTemplate {
  return { stackName, region: 'us-east-1', accountId: '000000000000', template, assets: new Map() };
}

function resolve(...stacks: readonly StackTemplate[]) {
  return resolveAssembly({ name: 'development', stacks }, urlOrigin);
}

/** The value as an output of a stack that has a bit of everything. */
function resolved(value: unknown, more: Record<string, unknown> = {}): unknown {
  const { outputs, unsupported } = resolve(
    stack('Base', {
      Resources: { Items: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'items' } } },
      Outputs: {
        Name: { Value: { Ref: 'Items' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Name' } } },
      },
    }),
    stack('Top', {
      Parameters: {
        Size: { Type: 'Number', Default: 3 },
        Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
        BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' },
      },
      Mappings: { Sizes: { 'us-east-1': { small: 's1' } } },
      Conditions: {
        Home: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
        Away: { 'Fn::Not': [{ Condition: 'Home' }] },
        Both: { 'Fn::And': [{ Condition: 'Home' }, { Condition: 'Away' }] },
        Either: { 'Fn::Or': [{ Condition: 'Home' }, { Condition: 'Away' }] },
      },
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
        Live: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: { 'Fn::Sub': 'live-${AWS::Region}' } } },
        Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'hello' } },
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
        Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } } },
        Key: { Type: 'AWS::KMS::Key', Properties: {} },
        Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'role' } },
        Nobody: { Type: 'AWS::IAM::Role', Condition: 'Away', Properties: {} },
      },
      Outputs: { Value: { Value: value } },
      ...more,
    }),
  );
  expect(unsupported).toEqual([]);
  return outputs.Value;
}

test.each<[string, unknown, unknown]>([
  ['a region', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['an account', { Ref: 'AWS::AccountId' }, '000000000000'],
  ['a partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['a URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['a stack name', { Ref: 'AWS::StackName' }, 'Top'],
  ['a parameter', { Ref: 'Size' }, 3],
  ['a list parameter', { 'Fn::Select': [1, { Ref: 'Zones' }] }, 'b'],
  ['a stage name', { Ref: 'Live' }, 'live-us-east-1'],
  ['a function name', { Ref: 'Fn' }, 'hello'],
  ['a function ARN', { 'Fn::GetAtt': ['Fn', 'Arn'] }, 'arn:aws:lambda:us-east-1:000000000000:function:hello'],
  ['an attribute written with a dot', { 'Fn::GetAtt': 'Role.Arn' }, 'arn:aws:iam::000000000000:role/role'],
  ['a version', { Ref: 'Version' }, 'arn:aws:lambda:us-east-1:000000000000:function:hello:1'],
  ['a function URL', { 'Fn::GetAtt': ['Url', 'FunctionUrl'] }, 'http://127.0.0.1:1/Top/Url/'],
  ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Fn' }, { Ref: 'AWS::NoValue' }]] }, 'a-hello'],
  ['a join of a split', { 'Fn::Join': ['+', { 'Fn::Split': ['.', 'a.b'] }] }, 'a+b'],
  [
    'a substitution',
    { 'Fn::Sub': '${Fn}/${Role.Arn}/${!Literal}' },
    'hello/arn:aws:iam::000000000000:role/role/${Literal}',
  ],
  ['a substitution with variables', { 'Fn::Sub': ['${a}-${Size}', { a: { Ref: 'Fn' } }] }, 'hello-3'],
  ['a selection', { 'Fn::Select': ['1', ['a', { Ref: 'Fn' }]] }, 'hello'],
  ['a condition that holds', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
  ['a condition that does not', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
  ['no value in an object', { a: 1, b: { 'Fn::If': ['Away', 2, { Ref: 'AWS::NoValue' }] } }, { a: 1 }],
  ['a mapping', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 's1'],
  ['base64', { 'Fn::Base64': 'hi' }, 'aGk='],
  ['an import', { 'Fn::ImportValue': 'Base:Name' }, 'items'],
  ['an output of a stack', { 'Fn::GetStackOutput': { StackName: 'Base', OutputName: 'Name' } }, 'items'],
  ['a length', { 'Fn::Length': ['a', 'b'] }, 2],
  ['a JSON text', { 'Fn::ToJsonString': { a: { Ref: 'Fn' } } }, '{"a":"hello"}'],
  ['an object that only looks like a function', { Ref: 'Fn', other: 1 }, { Ref: 'Fn', other: 1 }],
])('resolves %s', (_, value, expected) => {
  expect(resolved(value)).toEqual(expected);
});

test('derives stable ids of the form that each service uses', () => {
  const ids = resolved([
    { Ref: 'Api' },
    { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
    { Ref: 'Key' },
    { 'Fn::GetAtt': ['Key', 'Arn'] },
  ]);

  expect(ids).toEqual([
    expect.stringMatching(/^[a-z][a-z0-9]{9}$/),
    expect.stringMatching(/^[a-z][a-z0-9]{9}-root$/),
    expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    expect.stringMatching(/^arn:aws:kms:us-east-1:000000000000:key\/[0-9a-f-]{36}$/),
  ]);
  expect(resolved({ Ref: 'Api' })).toBe(resolved({ Ref: 'Api' }));
});

test('gives the resources that are served, without those whose condition does not hold', () => {
  const { resources } = resolve(
    stack('Top', {
      Conditions: { Never: { 'Fn::Equals': [1, 2] } },
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { Anything: { 'Fn::Whatever': 1 } } },
        Gone: { Type: 'AWS::Lambda::Function', Condition: 'Never', Properties: {} },
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: { FunctionName: 'f', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
        },
      },
    }),
  );

  expect(resources.map(({ logicalId, physicalId }) => [logicalId, physicalId])).toEqual([['Fn', 'f']]);
});

test('lists everything that is not supported at once', () => {
  const { unsupported } = resolve(
    stack('Top', {
      Parameters: { Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Table: { Type: 'Custom::Thing' },
        One: { Type: 'AWS::Lambda::Function', Properties: { A: { 'Fn::Cidr': [] } } },
        Two: { Type: 'AWS::Lambda::Function', Properties: { A: { Ref: 'Missing' } } },
        Three: { Type: 'AWS::Lambda::Function', Properties: { A: { Ref: 'Secret' } } },
        Four: { Type: 'AWS::Lambda::Function', Properties: { A: '{{resolve:secretsmanager:x}}' } },
        Five: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: { Ref: 'Five' } } },
      },
    }),
  );

  expect(unsupported.map(({ logicalId, type, feature }) => `${logicalId} ${type}: ${feature}`)).toEqual([
    'Queue AWS::SQS::Queue: this type is not supported',
    'Table Custom::Thing: this type is not supported',
    'One AWS::Lambda::Function: the function Fn::Cidr is not supported',
    'Two AWS::Lambda::Function: there is no resource or parameter Missing',
    'Three AWS::Lambda::Function: the parameter Secret is kept in Systems Manager',
    'Four AWS::Lambda::Function: dynamic references ({{resolve:…}}) are not supported',
    'Five AWS::Lambda::Function: Five.FunctionName refers to itself',
  ]);
});

test('puts in the place of a dynamic reference what stands for exactly that one in its stack', () => {
  const properties = (value: unknown) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { FunctionName: 'f', A: value },
  });
  const known = 'secretsmanager:known:SecretString:::';
  const template = {
    Resources: {
      Whole: properties(`{{resolve:${known}}}`),
      Within: properties(`'{{resolve:${known}}}'-{{resolve:${known}}}`),
      Joined: properties({ 'Fn::Join': ['', ['x-', `{{resolve:${known}}}`]] }),
      Other: properties('{{resolve:secretsmanager:other:SecretString:::}}'),
      Version: properties('{{resolve:secretsmanager:known:SecretString:::v}}'),
      Both: properties(`{{resolve:${known}}}{{resolve:ssm:x}}`),
      Open: properties(`{{resolve:${known}`),
      Built: properties({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Whole' }, '}}']] }),
      Proto: properties('{{resolve:constructor}}'),
    },
  };

  const { resources, unsupported } = resolveAssembly(
    {
      name: 'development',
      stacks: [stack('Top', template), stack('Else', { Resources: { Far: properties(`{{resolve:${known}}}`) } })],
    },
    urlOrigin,
    ({ stackName }) => new Map(stackName === 'Top' ? [[known, 'local']] : []),
  );

  expect(resources.map(({ logicalId, properties: { A } }) => [logicalId, A])).toEqual([
    ['Whole', 'local'],
    ['Within', "'local'-local"],
    ['Joined', 'x-local'],
  ]);
  expect(unsupported.map(({ logicalId, feature }) => [logicalId, feature])).toEqual(
    ['Other', 'Version', 'Both', 'Open', 'Built', 'Proto', 'Far'].map((logicalId) => [
      logicalId,
      'dynamic references ({{resolve:…}}) are not supported',
    ]),
  );
});
