import { expect, test } from '@jest/globals';
import { functionOf, methodsOf, type TemplateMethod } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const verifyAndForward = functionOf(testTemplates('alpha').gateway, 'verifies and forwards').logicalId;
const isServedByIt = ({ properties }: TemplateMethod) =>
  JSON.stringify(properties.Integration.Uri).includes(verifyAndForward);

/** What Tollgate answers itself, whatever the projects. */
const OWN = [
  'ANY /.well-known/jwks.json',
  'ANY /.well-known/oauth-authorization-server',
  'ANY /.well-known/oauth-protected-resource',
  'ANY /.well-known/oauth-protected-resource/{proxy+}',
  'ANY /.well-known/openid-configuration',
  'ANY /oauth/introspect',
  'ANY /oauth/revoke',
];

test.each([
  [
    'alpha',
    [
      ...OWN,
      'ANY /brief/token',
      'ANY /partners/token/v2',
      'ANY /token',
      'GET /archive/status',
      'GET /depot/status',
      'GET /warehouse',
      'POST /brief/token',
      'POST /oauth/introspect',
      'POST /oauth/revoke',
      'POST /partners/token/v2',
      'POST /token',
    ],
  ],
  ['omega', [...OWN, 'ANY /token', 'POST /oauth/introspect', 'POST /oauth/revoke', 'POST /token']],
] as const)(
  'nothing of %s is public but where clients authenticate, the keys, the metadata and what a project opens',
  (group, expected) => {
    const open = methodsOf(testTemplates(group).gateway, 'GatewayApi').filter(
      (method) => method.properties.AuthorizationType === 'NONE' && !isServedByIt(method),
    );

    expect(open.map(({ key }) => key).sort()).toEqual([...expected].sort());
  },
);

test('a function that verifies each call itself stands before all that takes tokens from the body', () => {
  const served = methodsOf(testTemplates('alpha').gateway, 'GatewayApi').filter(isServedByIt);

  expect(served.map(({ key }) => key).sort()).toEqual([
    'ANY /forms/1',
    'ANY /forms/1/{proxy+}',
    'GET /desk/partners/{id}',
    'GET /desk/tickets',
    'GET /desk/tickets/{proxy+}',
    'GET /forms/1/open',
    'POST /desk/partners/{id}',
    'POST /desk/tickets',
    'POST /desk/tickets/{proxy+}',
    'POST /forms/1/open',
  ]);
  for (const { properties } of served) expect(properties.AuthorizationType).toBe('NONE');
});

test.each(['alpha', 'omega'] as const)('every other method of %s has an authorizer', (group) => {
  const closed = methodsOf(testTemplates(group).gateway, 'GatewayApi').filter(
    (method) => method.properties.AuthorizationType !== 'NONE',
  );

  expect(closed.length).toBeGreaterThan(0);
  for (const { properties } of closed) {
    expect(properties.AuthorizationType).toBe('CUSTOM');
    expect(properties.AuthorizerId.Ref).toEqual(expect.any(String));
  }
});

test.each(['alpha', 'omega'] as const)('every method of the registry of %s is signed, OPTIONS included', (group) => {
  const methods = methodsOf(testTemplates(group).gateway, 'RegistryApi');

  expect(methods.map(({ key }) => key)).toEqual(['ANY /', 'ANY /{proxy+}']);
  for (const { properties } of methods) expect(properties.AuthorizationType).toBe('AWS_IAM');
});
