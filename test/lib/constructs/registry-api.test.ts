import { expect, test } from '@jest/globals';
import { functionOf, methodsOf, resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');
const registry = functionOf(gateway, 'keeps products');

test('every path of the registry API is the registry function', () => {
  for (const { properties } of methodsOf(gateway, 'RegistryApi')) {
    expect(properties.Integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' });
    expect(JSON.stringify(properties.Integration.Uri)).toContain(registry.logicalId);
  }
});

test('the gateway API has no way to the registry function', () => {
  const permissions = resourcesOf(gateway, 'AWS::Lambda::Permission').filter(({ Properties }) =>
    JSON.stringify(Properties.FunctionName).includes(registry.logicalId),
  );

  expect(permissions).toHaveLength(1);
  expect(JSON.stringify(permissions[0]?.Properties.SourceArn)).toContain('RegistryApiManagementApi');
});

test('bodies of the registry API are text', () => {
  const api = resourcesOf(gateway, 'AWS::ApiGateway::RestApi').find(
    ({ Properties }) => Properties.Name === 'tollgate-alpha-registry',
  );

  expect(api?.Properties.BinaryMediaTypes).toBeUndefined();
});

test('the function knows the URL of the gateway as the token endpoint does, to tell where projects are found', () => {
  const token = functionOf(gateway, 'issues access tokens');

  expect(registry.Properties.Environment.Variables.GATEWAY_URL).toEqual(
    token.Properties.Environment.Variables.GATEWAY_URL,
  );
  expect(JSON.stringify(registry.Properties.Environment.Variables.GATEWAY_URL)).toContain('.execute-api.');
});

test('the function knows the gateway and its own tables alone', () => {
  expect(Object.keys(registry.Properties.Environment.Variables).sort()).toEqual([
    'AUDIT_TRAIL_TABLE',
    'CLIENTS_TABLE',
    'GATEWAY_URL',
    'PRODUCTS_TABLE',
    'SECRET_USES_TABLE',
    'SIGNING_KEYS_TABLE',
    'SIGNING_KEY_ROTATION_DAYS',
    'SUBSCRIPTIONS_TABLE',
  ]);
});
