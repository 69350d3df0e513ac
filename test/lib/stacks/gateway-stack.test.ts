import { expect, test } from '@jest/globals';
import { warehouse } from '#test/support/test-catalogue.ts';
import type { GroupTemplates } from '#test/support/test-templates.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const url = (api: string, path: string) => ({
  'Fn::Join': [
    '',
    ['https://', { Ref: api }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, path],
  ],
});
const gatewayUrl = (path: string) => url('GatewayApiGatewayApi16431911', path);

function outputsOf({ gateway }: GroupTemplates) {
  const outputs = Object.entries<{ Value: unknown }>(gateway.toJSON().Outputs);
  return Object.fromEntries(outputs.map(([name, { Value }]) => [name, Value]));
}

function projectsOf({ gateway }: GroupTemplates): readonly Record<string, unknown>[] {
  return gateway.toJSON().Metadata.Tollgate.projects;
}

test('the outputs say where everything is', () => {
  expect(outputsOf(testTemplates('alpha'))).toEqual({
    GatewayUrl: gatewayUrl('/alpha'),
    RegistryUrl: url('RegistryApiManagementApiB7C556D4', '/alpha'),
    TokenUrl: gatewayUrl('/alpha/token'),
    Issuer: gatewayUrl('/alpha'),
    MetadataUrl: gatewayUrl('/alpha/.well-known/oauth-authorization-server'),
    JwksUrl: gatewayUrl('/alpha/.well-known/jwks.json'),
    IntrospectionUrl: gatewayUrl('/alpha/oauth/introspect'),
    RevocationUrl: gatewayUrl('/alpha/oauth/revoke'),
    SampleBackendUrl: { 'Fn::GetAtt': [expect.stringMatching(/^BackendsSampleBackend/), 'FunctionUrl'] },
    RevocationBoundSeconds: '60',
    OutageGraceSeconds: '900',
  });
});

test('the output of the revocation bound adds both caches', () => {
  expect(outputsOf(testTemplates('omega')).RevocationBoundSeconds).toBe('5');
});

test('the output of the grace is what the group says, be it none', () => {
  expect(outputsOf(testTemplates('omega')).OutageGraceSeconds).toBe('0');
});

test('a group without a sample backend has no output for it', () => {
  expect(outputsOf(testTemplates('omega'))).not.toHaveProperty('SampleBackendUrl');
});

test('the metadata names the server group and its REST projects', () => {
  const { gateway } = testTemplates('omega');

  expect(gateway.toJSON().Metadata.Tollgate).toMatchObject({
    serverGroup: 'omega',
    projects: [{ id: 'tickets-2.0' }, { id: 'vault' }],
  });
});

test('the metadata says what stands for each gateway secret on a laptop, and refers to no secret', () => {
  const { Metadata, Outputs } = testTemplates('alpha').gateway.toJSON();

  expect(Metadata.Tollgate.localSecrets).toEqual({
    'secretsmanager:depot/gateway:SecretString:::': 'local-gateway-secret',
    'secretsmanager:desk:SecretString:::': 'local-gateway-secret',
    'secretsmanager:mailbox:SecretString:key::01234567-89ab-cdef-0123-456789abcdef': 'mailbox-on-a-laptop',
  });
  expect(JSON.stringify([Metadata, Outputs])).not.toContain('{{resolve:');
  expect(testTemplates('omega').gateway.toJSON().Metadata.Tollgate.localSecrets).toEqual({});
});

test('the metadata describes a header project with its version', () => {
  expect(projectsOf(testTemplates('alpha'))[0]).toEqual({
    id: 'tickets-2.0',
    displayName: 'Tickets',
    kind: 'rest',
    contextPath: '/tickets',
    path: '/tickets/2.0',
    url: gatewayUrl('/alpha/tickets/2.0'),
    exampleUrl: gatewayUrl('/alpha/tickets/2.0/hello'),
    locations: ['header'],
    scopes: [],
    public: [],
  });
});

test('the metadata names the query parameter and the public resources of a query project', () => {
  expect(projectsOf(testTemplates('alpha'))[1]).toMatchObject({
    id: 'archive',
    exampleUrl: gatewayUrl('/alpha/archive/hello'),
    locations: ['header', 'query'],
    queryParameter: 'access_token',
    scopes: ['archive:read'],
    public: [{ resource: 'Status', path: '/archive/status', methods: ['GET'] }],
  });
});

test('the metadata has an example that GET may call, every scope, and where calls go on a laptop', () => {
  expect(projectsOf(testTemplates('alpha'))[2]).toMatchObject({
    id: 'warehouse',
    exampleUrl: gatewayUrl('/alpha/warehouse/items'),
    scopes: ['stock:read', 'stock:write'],
    target: 'https://backend.example.com/base',
    localTarget: warehouse.localTarget,
  });
});
