import { expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type BackendDefinition, backend } from '#core/catalog/target.ts';
import { backendOfUrl } from '#lib/constructs/backend.ts';
import { passThrough } from '#lib/constructs/pass-through.ts';
import { functionOf, methodsOf, resourcesOf, testTemplates } from '#test/support/test-stacks.ts';

const { gateway } = testTemplates('alpha');
const methods = methodsOf(gateway, 'GatewayApi');
const depot = methods.filter(({ path }) => path.startsWith('/depot'));

test('a backend behind a VPC link is called over it, at its load balancer, under the name of its URL', () => {
  expect(depot.map(({ key }) => key).sort()).toEqual(['ANY /depot', 'ANY /depot/{proxy+}', 'GET /depot/status']);
  for (const { path, properties } of depot) {
    expect(properties.Integration).toMatchObject({
      Type: 'HTTP_PROXY',
      Uri: `http://depot.example.internal/v1${path.slice('/depot'.length).replace('+', '')}`,
      ConnectionType: 'VPC_LINK',
      ConnectionId: 'abc123',
      IntegrationTarget: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/depot/50dc6c495c0c9188',
    });
  }
});

test('every other backend is reached over the internet', () => {
  for (const { key, properties } of methods.filter((method) => !depot.includes(method))) {
    const { ConnectionType, ConnectionId, IntegrationTarget } = properties.Integration;
    expect({ key, ConnectionType, ConnectionId, IntegrationTarget }).toEqual({ key });
  }
});

test('each call to a backend that knows the gateway by a secret carries it, to public resources too', () => {
  for (const { properties } of depot) {
    expect(properties.Integration.RequestParameters['integration.request.header.X-Gateway-Secret']).toBe(
      "'{{resolve:secretsmanager:depot/gateway:SecretString:::}}'",
    );
  }
});

test('the forwarding function is given the secret as a stage variable, and nowhere else', () => {
  const reference = '{{resolve:secretsmanager:mailbox:SecretString:key::01234567-89ab-cdef-0123-456789abcdef}}';
  const [stage, ...others] = resourcesOf(gateway).filter((one) => JSON.stringify(one).includes(reference));

  expect(others).toEqual([]);
  expect(stage).toMatchObject({
    Type: 'AWS::ApiGateway::Stage',
    Properties: { Variables: { target_mailbox: 'https://mailbox.example.com/', secret_mailbox: reference } },
  });
  expect(functionOf(gateway, 'forwards them to backends').Properties.Environment).toBeUndefined();
});

test('no resource holds what stands for a secret on a laptop', () => {
  expect(JSON.stringify(resourcesOf(gateway))).not.toMatch(/local-gateway-secret|mailbox-on-a-laptop/);
});

test('another load balancer, link, secret or version of it takes a new deployment of the gateway', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/x/50dc6c495c0c918';
  const url = 'https://depot.example.internal';
  const backends: readonly BackendDefinition[] = [
    { url },
    { url, vpcLink: { id: 'abc123' } },
    { url, vpcLink: { id: 'def456' } },
    { url, vpcLink: { id: 'abc123', loadBalancerArn: `${arn}8` } },
    { url, vpcLink: { id: 'abc123', loadBalancerArn: `${arn}9` } },
    { url, gatewaySecret: { secretId: 'a' } },
    { url, gatewaySecret: { secretId: 'b' } },
    { url, gatewaySecret: { secretId: 'b', versionId: '01234567-89ab-cdef-0123-456789abcdef' } },
  ];

  expect(new Set(backends.map(deploymentFor)).size).toBe(backends.length);
  expect(deploymentFor(backends[3]!)).toBe(deploymentFor(backends[3]!));
});

function deploymentFor(definition: BackendDefinition): string | undefined {
  const stack = new Stack();
  const route = { resource: 'Only', template: '/depot', methods: ['GET'], policy: null, verify: null } as const;
  const integration = passThrough('GET', route, '/depot', backendOfUrl(backend(definition)));
  new RestApi(stack, 'Api').root.addMethod('GET', integration);
  return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
}
