import { expect, test } from '@jest/globals';
import { findWildcards } from '#test/support/template-audit.ts';
import { functionOf, resourcesOf, statementsOf, statementsOfRole } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');

/** `Products: dynamodb:GetItem`, sorted: what a function may do with which resource. */
function permissionsOf(words: string): readonly string[] {
  const pairs = statementsOf(gateway, functionOf(gateway, words)).flatMap(({ Effect, Action, Resource }) => {
    expect(Effect).toBe('Allow');
    return [Resource].flat().flatMap((resource) => [Action].flat().map((action) => `${nameOf(resource)}: ${action}`));
  });
  return [...new Set(pairs)].filter((pair) => !pair.startsWith('own logs')).sort();
}

function functionsOf() {
  const ours = resourcesOf(gateway, 'AWS::Lambda::Function').filter(({ Properties }) =>
    Properties.Description?.startsWith('Tollgate '),
  );
  expect(ours.length).toBeGreaterThan(6);
  return ours;
}

function nameOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  const [, table] =
    /Tables(Products|Clients|Subscriptions|SigningKeys|SecretUses|AuditTrail|Revocations|AssertionUses)/.exec(text) ??
    [];
  const [, index] = /\/index\/([^"]+)/.exec(text) ?? [];
  if (table !== undefined) return index === undefined ? table : `${table} by index ${index}`;
  if (text.includes('EnvelopeKey')) return 'key';
  return /"Fn::GetAtt":\["\w+Logs\w+","Arn"\]/.test(text) ? 'own logs' : text;
}

const registryActions = ['GetItem', 'PutItem', 'Scan'].map((action) => `dynamodb:${action}`);

test.each([
  [
    'issues access tokens',
    [
      'AssertionUses: dynamodb:PutItem',
      'Clients: dynamodb:GetItem',
      'Products: dynamodb:GetItem',
      'Revocations: dynamodb:GetItem',
      'Revocations: dynamodb:PutItem',
      'SecretUses: dynamodb:UpdateItem',
      'SigningKeys: dynamodb:Scan',
      'Subscriptions: dynamodb:GetItem',
      'key: kms:Decrypt',
    ],
  ],
  ...['verifies access tokens', 'verifies and forwards'].map(
    (words) =>
      [
        words,
        [
          'Clients: dynamodb:GetItem',
          'Products: dynamodb:GetItem',
          'Revocations: dynamodb:GetItem',
          'SigningKeys: dynamodb:Scan',
          'Subscriptions: dynamodb:GetItem',
        ],
      ] as const,
  ),
  [
    'keeps products',
    [
      ...['Clients', 'Products'].flatMap((table) => registryActions.map((action) => `${table}: ${action}`)),
      ...['Subscriptions', 'Subscriptions by index byClient', 'Subscriptions by index byProduct'].flatMap((table) =>
        [...registryActions, 'dynamodb:Query'].map((action) => `${table}: ${action}`),
      ),
      'SecretUses: dynamodb:Query',
      ...['Scan', 'UpdateItem'].map((action) => `SigningKeys: dynamodb:${action}`),
      ...['AuditTrail', 'AuditTrail by index byEntity', 'AuditTrail by index byDay'].flatMap((table) =>
        ['GetItem', 'PutItem', 'Query'].map((action) => `${table}: dynamodb:${action}`),
      ),
    ],
  ],
  [
    'retires signing keys',
    [
      ...['GetItem', 'PutItem'].map((action) => `AuditTrail: dynamodb:${action}`),
      ...['PutItem', 'Scan', 'UpdateItem'].map((action) => `SigningKeys: dynamodb:${action}`),
      'key: kms:GenerateDataKeyPairWithoutPlaintext',
    ],
  ],
  [
    'adds missing entries',
    [
      ...['GetItem', 'PutItem'].map((action) => `AuditTrail: dynamodb:${action}`),
      ...['Clients', 'Products', 'Subscriptions'].map((table) => `${table}: dynamodb:Scan`),
    ],
  ],
  ['forwards them to backends', []],
  ['serves the WSDL files', []],
  ['echoes', []],
])('the function that %s may do this and nothing else', (words, expected) => {
  expect(permissionsOf(words)).toEqual([...expected].sort());
});

test('nobody may change an entry of the audit trail or take one away', () => {
  const ofTheTrail = functionsOf().flatMap(({ Properties }) =>
    permissionsOf(Properties.Description).filter((pair) => pair.startsWith('AuditTrail')),
  );

  const actions = new Set(ofTheTrail.map((pair) => pair.slice(pair.lastIndexOf(':') + 1)));
  expect([...actions].sort()).toEqual(['GetItem', 'PutItem', 'Query']);
});

test('nothing is updated in place but the uses of secrets and the stages of signing keys', () => {
  const updates = functionsOf().flatMap(({ Properties }) =>
    permissionsOf(Properties.Description)
      .filter((pair) => /Update|PartiQL|Transact/.test(pair))
      .map((pair) => `${pair} by ${Properties.Description}`),
  );

  expect(updates.toSorted()).toEqual([
    'SecretUses: dynamodb:UpdateItem by Tollgate alpha: issues access tokens (RFC 6749 §4.4)',
    'SigningKeys: dynamodb:UpdateItem by Tollgate alpha: keeps products, clients and subscriptions',
    'SigningKeys: dynamodb:UpdateItem by Tollgate alpha: makes, promotes and retires signing keys',
  ]);
});

test('keys are generated as P-256 pairs only', () => {
  const statement = statementsOf(gateway, functionOf(gateway, 'retires signing keys')).find(
    ({ Action }) => Action === 'kms:GenerateDataKeyPairWithoutPlaintext',
  );

  expect(statement.Condition).toEqual({ StringEquals: { 'kms:DataKeyPairSpec': 'ECC_NIST_P256' } });
});

/** Every right of every role of the stack, the CDK's own among them, as `<action> <resource>`, with whose it is. */
function rights(): readonly { readonly right: string; readonly who: string }[] {
  const functions = resourcesOf(gateway, 'AWS::Lambda::Function');
  return resourcesOf(gateway, 'AWS::IAM::Role').flatMap(({ logicalId }) => {
    const holder = functions.find(({ Properties }) => Properties.Role['Fn::GetAtt'][0] === logicalId);
    const who = holder?.Properties.Description?.replace('Tollgate alpha: ', '') ?? logicalId;
    return statementsOfRole(gateway, logicalId).flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((one) => ({ right: `${action} ${nameOf(one)}`, who }))),
    );
  });
}

test.each([
  ['decrypts signing keys', /^kms:Decrypt /, [/^issues access tokens/]],
  ['makes signing keys', /^kms:Generate/, [/^makes, promotes and retires/]],
  ['puts signing keys', /^dynamodb:PutItem SigningKeys/, [/^makes, promotes and retires/]],
  ['writes what is sold to whom', /^dynamodb:(Put|Update)\w* (Products|Clients|Subscriptions)/, [/^keeps products/]],
  [
    'lists what is sold to whom',
    /^dynamodb:(Scan|Query) (Products|Clients|Subs)/,
    [/^adds missing/, /^keeps products/],
  ],
  [
    'calls a function by itself',
    /^lambda:/,
    [/^AWSCDKTrigger/, /^RotateSigningKeysHourlyRole/, /^SweepAuditTrailDailyRole/],
  ],
  ['uses another service', /^(?!(dynamodb|kms|lambda|logs):)/, []],
])('who %s is on this list, and nobody else', (_what, pattern, expected) => {
  const holders = new Set(rights().flatMap(({ right, who }) => (pattern.test(right) ? [who] : [])));

  expect([...holders].sort()).toEqual(expected.map((one) => expect.stringMatching(one)));
});

test('each role can be taken on by one service alone', () => {
  for (const { Properties } of resourcesOf(gateway, 'AWS::IAM::Role')) {
    expect(Properties.AssumeRolePolicyDocument.Statement).toHaveLength(1);
    expect(Properties.AssumeRolePolicyDocument.Statement[0]).toMatchObject({
      Action: 'sts:AssumeRole',
      Principal: { Service: expect.stringMatching(/^(apigateway|lambda|scheduler)\.amazonaws\.com$/) },
    });
  }
});

test('API Gateway calls functions, for an API or an authorizer of ours; everybody else calls the sample backend alone', () => {
  const sample = functionOf(gateway, 'echoes').logicalId;
  const callers = resourcesOf(gateway, 'AWS::Lambda::Permission').map(({ Properties }) => Properties);

  const others = callers.filter(({ FunctionName }) => !JSON.stringify(FunctionName).includes(`"${sample}"`));

  expect(others.length).toBeGreaterThan(5);
  for (const { Principal, SourceArn } of others) {
    expect(Principal).toBe('apigateway.amazonaws.com');
    expect(JSON.stringify(SourceArn)).toMatch(/\{"Ref":"(GatewayApiGatewayApi|RegistryApiManagementApi)/);
  }
  expect(resourcesOf(gateway, 'AWS::Lambda::Url').map(({ Properties }) => Properties.TargetFunctionArn)).toEqual([
    { 'Fn::GetAtt': [sample, 'Arn'] },
  ]);
});

test('no role has a managed policy, but the one with which API Gateway writes logs', () => {
  const roles = resourcesOf(gateway, 'AWS::IAM::Role').filter(
    ({ Properties }) => Properties.ManagedPolicyArns !== undefined,
  );

  expect(roles.map(({ logicalId }) => logicalId)).toEqual([expect.stringMatching(/^LoggingAccountRole/)]);
});

test('no statement has a wildcard for an action or for resources, but where AWS has no other way', () => {
  const { registry } = testTemplates('alpha');

  expect([...findWildcards(gateway), ...findWildcards(registry)]).toEqual([]);
});

test('nobody may delete an item or sign with the key', () => {
  const text = rights()
    .map(({ right }) => right)
    .join();

  expect(text).toContain('dynamodb:GetItem');
  expect(text).not.toMatch(/DeleteItem|BatchWrite|PartiQL|kms:Sign|kms:Encrypt|kms:\*|dynamodb:\*/);
});
