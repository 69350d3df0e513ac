import { expect, test } from '@jest/globals';
import { type CfnDeployment, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Stack } from 'aws-cdk-lib/core';
import { type BackendDefinition, backend } from '#core/catalog/target.ts';
import { backendOfUrl } from '#lib/constructs/backend.ts';
import { passThrough } from '#lib/constructs/pass-through.ts';
import { depot as depotProject } from '#test/support/test-catalogue.ts';
import { functionOf, methodsOf, resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

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
      'stageVariables.secret_depot',
    );
  }
});

test('a secret stands in one stage variable, as a reference, and nowhere else', () => {
  const holders = resourcesOf(gateway).filter((one) => JSON.stringify(one).includes('{{resolve:'));

  expect(holders).toMatchObject([
    {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        Variables: {
          secret_depot: '{{resolve:secretsmanager:depot/gateway:SecretString:::}}',
          secret_desk: '{{resolve:secretsmanager:desk:SecretString:::}}',
          target_mailbox: 'https://mailbox.example.com/',
          secret_mailbox: '{{resolve:secretsmanager:mailbox:SecretString:key::01234567-89ab-cdef-0123-456789abcdef}}',
        },
      },
    },
  ]);
  expect(holders[0]!.Properties.Variables).not.toHaveProperty('target_depot');
  expect(functionOf(gateway, 'forwards them to backends').Properties.Environment).toBeUndefined();
});

test('no resource holds what stands for a secret on a laptop', () => {
  expect(JSON.stringify(resourcesOf(gateway))).not.toMatch(/local-gateway-secret|mailbox-on-a-laptop/);
});

test('another load balancer, link or header takes a new deployment of the gateway', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/x/50dc6c495c0c918';
  const url = 'https://depot.example.internal';
  const backends: readonly BackendDefinition[] = [
    { url },
    { url, vpcLink: { id: 'abc123' } },
    { url, vpcLink: { id: 'def456' } },
    { url, vpcLink: { id: 'abc123', loadBalancerArn: `${arn}8` } },
    { url, vpcLink: { id: 'abc123', loadBalancerArn: `${arn}9` } },
    { url, gatewaySecret: { secretId: 'a' } },
    { url, gatewaySecret: { secretId: 'a', header: 'X-Backend-Key' } },
  ];

  expect(new Set(backends.map(deploymentFor)).size).toBe(backends.length);
  expect(deploymentFor(backends[3]!)).toBe(deploymentFor(backends[3]!));
});

function deploymentFor(definition: BackendDefinition): string {
  const stack = new Stack();
  const route = { resource: 'Only', template: '/depot', methods: ['GET'], policy: null, verify: null } as const;
  const integration = passThrough('GET', route, depotProject, backendOfUrl(backend(definition)));
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET', integration);
  return stack.resolve((api.latestDeployment!.node.defaultChild as CfnDeployment).logicalId);
}
