import { expect, test } from '@jest/globals';
import { methodsOf, testTemplates } from '#test/support/test-stacks.ts';

test.each([
  [
    'alpha',
    [
      'ANY /.well-known/jwks.json',
      'ANY /.well-known/oauth-authorization-server',
      'ANY /brief/token',
      'ANY /partners/token/v2',
      'ANY /token',
      'GET /archive/status',
      'GET /depot/status',
      'GET /warehouse',
      'POST /brief/token',
      'POST /partners/token/v2',
      'POST /token',
    ],
  ],
  ['omega', ['ANY /.well-known/jwks.json', 'ANY /.well-known/oauth-authorization-server', 'ANY /token', 'POST /token']],
] as const)(
  'nothing of %s is public but the token endpoints, the keys, the metadata and what a project opens',
  (group, expected) => {
    const open = methodsOf(testTemplates(group).gateway, 'GatewayApi').filter(
      ({ properties }) => properties.AuthorizationType === 'NONE',
    );

    expect(open.map(({ key }) => key).sort()).toEqual([...expected]);
  },
);

test.each(['alpha', 'omega'] as const)('every other method of %s has an authorizer', (group) => {
  const closed = methodsOf(testTemplates(group).gateway, 'GatewayApi').filter(
    ({ properties }) => properties.AuthorizationType !== 'NONE',
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
