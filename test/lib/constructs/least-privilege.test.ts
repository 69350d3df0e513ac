import { expect, test } from '@jest/globals';
import { functionOf, resourcesOf, statementsOf } from '#test/support/test-stacks.ts';
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

test('no role of ours has a managed policy, but the one with which API Gateway writes logs', () => {
  const roles = resourcesOf(gateway, 'AWS::IAM::Role').filter(
    ({ logicalId, Properties }) => !logicalId.startsWith('AWSCDK') && Properties.ManagedPolicyArns !== undefined,
  );

  expect(roles.map(({ logicalId }) => logicalId)).toEqual([expect.stringMatching(/^LoggingAccountRole/)]);
});

test('no statement has a wildcard for an action or for all resources', () => {
  for (const { Properties } of resourcesOf(gateway, 'AWS::IAM::Policy')) {
    for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
      for (const action of [Action].flat()) expect(action).not.toContain('*');
      for (const resource of [Resource].flat()) expect(resource).not.toBe('*');
    }
  }
});

test('nobody may delete an item or sign with the key', () => {
  const text = JSON.stringify(resourcesOf(gateway, 'AWS::IAM::Policy'));

  expect(text).not.toMatch(/DeleteItem|BatchWrite|kms:Sign|kms:Encrypt|kms:\*|dynamodb:\*/);
});
