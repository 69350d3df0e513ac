import { expect, test } from '@jest/globals';
import { functionOf, methodsOf, resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');
const token = functionOf(gateway, 'issues access tokens');

test('every token endpoint, introspection, revocation, the keys and the metadata are one function, which answers all methods', () => {
  const methods = methodsOf(gateway, 'GatewayApi').filter(({ properties }) =>
    JSON.stringify(properties.Integration.Uri).includes(token.logicalId),
  );

  expect(methods.map(({ key }) => key)).toEqual([
    'POST /token',
    'ANY /token',
    'POST /partners/token/v2',
    'ANY /partners/token/v2',
    'POST /brief/token',
    'ANY /brief/token',
    'POST /oauth/introspect',
    'ANY /oauth/introspect',
    'POST /oauth/revoke',
    'ANY /oauth/revoke',
    'ANY /.well-known/jwks.json',
    'ANY /.well-known/oauth-authorization-server',
    'ANY /.well-known/openid-configuration',
  ]);
  for (const { properties } of methods) {
    expect(properties.Integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' });
  }
});

test('one permission lets the API call the function, however many methods there are', () => {
  const permissions = resourcesOf(gateway, 'AWS::Lambda::Permission').filter(({ Properties }) =>
    JSON.stringify(Properties.FunctionName).includes(token.logicalId),
  );

  expect(permissions).toHaveLength(1);
});

test('the issuer is the URL of the stage, made of the id of the API', () => {
  const { Variables } = token.Properties.Environment;

  expect(Variables.ISSUER).toEqual({
    'Fn::Join': [
      '',
      [
        'https://',
        { Ref: 'GatewayApiGatewayApi16431911' },
        '.execute-api.',
        { Ref: 'AWS::Region' },
        '.',
        { Ref: 'AWS::URLSuffix' },
        '/alpha',
      ],
    ],
  });
  expect(Variables.GATEWAY_URL).toEqual(Variables.ISSUER);
});
