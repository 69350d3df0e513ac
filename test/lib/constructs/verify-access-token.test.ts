import { expect, test } from '@jest/globals';
import { functionOf, methodsOf, resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

function authorizerOf(group: 'alpha' | 'omega', key: string) {
  const { gateway } = testTemplates(group);
  const id = methodsOf(gateway, 'GatewayApi').find((one) => one.key === key)!.properties.AuthorizerId.Ref;
  return resourcesOf(gateway, 'AWS::ApiGateway::Authorizer').find(({ logicalId }) => logicalId === id)!.Properties;
}

test('a header-only route reuses a verdict for the same token, path and method alone', () => {
  expect(authorizerOf('alpha', 'ANY /tickets/2.0/{proxy+}')).toMatchObject({
    Type: 'REQUEST',
    IdentitySource: 'method.request.header.Authorization,context.path,context.httpMethod',
    AuthorizerResultTtlInSeconds: 30,
  });
});

test('a route that takes tokens from the query asks each time, and requires no identity source', () => {
  expect(authorizerOf('alpha', 'ANY /archive/{proxy+}')).toMatchObject({
    Type: 'REQUEST',
    IdentitySource: '',
    AuthorizerResultTtlInSeconds: 0,
  });
});

test('with its cache turned off the header authorizer requires no identity source either', () => {
  expect(authorizerOf('omega', 'ANY /tickets/2.0/{proxy+}')).toMatchObject({
    IdentitySource: '',
    AuthorizerResultTtlInSeconds: 0,
  });
});

test('both authorizers of a group ask the same function, and both may', () => {
  const { gateway } = testTemplates('alpha');
  const verifier = functionOf(gateway, 'verifies access tokens').logicalId;
  const authorizers = resourcesOf(gateway, 'AWS::ApiGateway::Authorizer');

  expect(authorizers).toHaveLength(2);
  for (const { logicalId, Properties } of authorizers) {
    expect(JSON.stringify(Properties.AuthorizerUri)).toContain(verifier);
    const permission = resourcesOf(gateway, 'AWS::Lambda::Permission').find((one) =>
      JSON.stringify(one.Properties.SourceArn ?? '').includes(`"${logicalId}"`),
    );
    expect(permission?.Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      FunctionName: { 'Fn::GetAtt': [verifier, 'Arn'] },
    });
  }
});

test.each([
  ['alpha', 'verifies access tokens', '30', '900'],
  ['alpha', 'verifies and forwards', '30', '900'],
  ['omega', 'verifies access tokens', '5', '0'],
] as const)(
  'in %s what %s reuses what it read for %s seconds, in an outage for %s more',
  (group, what, lease, grace) => {
    const { Variables } = functionOf(testTemplates(group).gateway, what).Properties.Environment;

    expect(Variables).toMatchObject({ VERIFIER_CACHE_SECONDS: lease, OUTAGE_GRACE_SECONDS: grace });
  },
);
