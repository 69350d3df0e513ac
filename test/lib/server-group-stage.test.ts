import { expect, test } from '@jest/globals';
import { resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const alpha = testTemplates('alpha');
const omega = testTemplates('omega');

test('a server group becomes a stage of its name with a registry and a gateway stack', () => {
  expect(alpha.stacks.registry.stackName).toBe('tollgate-alpha-registry');
  expect(alpha.stacks.gateway.stackName).toBe('tollgate-alpha-gateway');
});

test('the stacks go where the server group says, or else where the credentials do', () => {
  expect(omega.stacks.gateway.environment).toBe('aws://123456789012/eu-west-1');
  expect(alpha.stacks.gateway.environment).toBe('aws://unknown-account/unknown-region');
});

test('the stacks of a retained group are protected against deletion', () => {
  expect(omega.stacks.registry.terminationProtection).toBe(true);
  expect(omega.stacks.gateway.terminationProtection).toBe(true);
  expect(alpha.stacks.registry.terminationProtection).toBe(false);
  expect(alpha.stacks.gateway.terminationProtection).toBe(false);
});

test('the gateway stack refers to the registry stack, never the other way round', () => {
  expect(JSON.stringify(alpha.gateway.toJSON())).toContain('"Fn::ImportValue":"tollgate-alpha-registry:');
  expect(JSON.stringify(alpha.registry.toJSON())).not.toContain('Fn::ImportValue');
  expect(alpha.stacks.gateway.dependencies.join()).toContain('alphaRegistry');
  expect(alpha.stacks.registry.dependencies.join()).not.toContain('alphaGateway');
});

test('each group has tables, a key and APIs of its own', () => {
  for (const { registry, gateway } of [alpha, omega]) {
    registry.resourceCountIs('AWS::DynamoDB::GlobalTable', 8);
    registry.resourceCountIs('AWS::KMS::Key', 1);
    gateway.resourceCountIs('AWS::ApiGateway::RestApi', 2);
  }
  expect(JSON.stringify(omega.gateway.toJSON())).not.toContain('alpha');
  expect(JSON.stringify(alpha.gateway.toJSON())).not.toContain('omega');
});

test('the logical ids of what holds data never change, since a new one would be a new, empty resource', () => {
  for (const { registry } of [alpha, omega]) {
    expect(resourcesOf(registry).map(({ logicalId, Type }) => `${Type} ${logicalId}`)).toEqual([
      'AWS::DynamoDB::GlobalTable TablesProducts6D827669',
      'AWS::DynamoDB::GlobalTable TablesClients1DE6DB3C',
      'AWS::DynamoDB::GlobalTable TablesSubscriptionsEF5802C5',
      'AWS::DynamoDB::GlobalTable TablesSecretUsesBC6DB21A',
      'AWS::DynamoDB::GlobalTable TablesAuditTrail9FF1CAA6',
      'AWS::DynamoDB::GlobalTable TablesSigningKeys810F4D36',
      'AWS::DynamoDB::GlobalTable TablesRevocations4CFAEA74',
      'AWS::DynamoDB::GlobalTable TablesAssertionUses8C4181C9',
      'AWS::KMS::Key SigningKeysEnvelopeKey87B9CD8C',
      'AWS::KMS::Alias SigningKeysEnvelopeKeyAliasF433EA66',
    ]);
  }
});

test('the logical ids of the APIs never change, since a new one would be a new URL', () => {
  for (const { gateway } of [alpha, omega]) {
    expect(resourcesOf(gateway, 'AWS::ApiGateway::RestApi').map(({ logicalId }) => logicalId)).toEqual([
      'GatewayApiGatewayApi16431911',
      'RegistryApiManagementApiB7C556D4',
    ]);
  }
});
