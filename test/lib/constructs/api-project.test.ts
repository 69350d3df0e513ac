import { expect, test } from '@jest/globals';
import { IDENTITY_HEADER, PUBLIC_IDENTITY } from '#core/access/identity-header.ts';
import { functionOf, methodsOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway, stacks } = testTemplates('alpha');
const methods = methodsOf(gateway, 'GatewayApi');

function integrationOf(key: string, all = methods) {
  return all.find((one) => one.key === key)!.properties.Integration;
}

test('no token reaches a backend straight through the gateway, and who calls is never for the caller to say', () => {
  const straight = [...methods, ...methodsOf(testTemplates('omega').gateway, 'GatewayApi')].filter(
    ({ properties }) => properties.Integration.Type === 'HTTP_PROXY',
  );

  expect(straight.length).toBeGreaterThan(8);
  for (const { properties } of straight) {
    const { RequestParameters } = properties.Integration;
    expect(RequestParameters['integration.request.header.Authorization']).toBe("'-'");
    expect(RequestParameters[`integration.request.header.${IDENTITY_HEADER}`]).toBe(
      properties.AuthorizationType === 'NONE' ? `'${PUBLIC_IDENTITY}'` : 'context.authorizer.tollgate',
    );
  }
});

test.each([
  ['GET /warehouse', 'https://backend.example.com/base', {}],
  ['GET /warehouse/items', 'https://backend.example.com/base/items', {}],
  ['PUT /warehouse/items/{id}', 'https://backend.example.com/base/items/{id}', { id: 'id' }],
  ['ANY /warehouse/files', 'https://backend.example.com/base/files', {}],
  ['ANY /warehouse/files/{proxy+}', 'https://backend.example.com/base/files/{proxy}', { proxy: 'proxy' }],
  ['ANY /vault', 'https://vault.example.com/', {}],
  ['ANY /vault/{proxy+}', 'https://vault.example.com/{proxy}', { proxy: 'proxy' }],
])('%s goes to %s with its path variables', (key, url, variables) => {
  const { properties } = methods.find((one) => one.key === key)!;
  const mappings = Object.entries(properties.Integration.RequestParameters).filter(([to]) => to.includes('.path.'));

  expect(properties.Integration.Uri).toBe(url);
  expect(Object.fromEntries(mappings)).toEqual(
    Object.fromEntries(
      Object.keys(variables).map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
    ),
  );
  expect(properties.RequestParameters).toEqual(
    Object.fromEntries(Object.keys(variables).map((name) => [`method.request.path.${name}`, true])),
  );
});

test.each([
  ['GET /warehouse/items', 'GET'],
  ['HEAD /warehouse/items/{id}', 'HEAD'],
  ['ANY /vault', 'ANY'],
])('%s calls the backend with %s, within 29 s', (key, method) => {
  expect(integrationOf(key)).toMatchObject({ IntegrationHttpMethod: method, TimeoutInMillis: 29_000 });
});

test('the sample backend is called at its function URL, which ends with a slash of its own', () => {
  const url = { 'Fn::GetAtt': [expect.stringMatching(/^BackendsSampleBackend/), 'FunctionUrl'] };

  expect(integrationOf('ANY /tickets/2.0').Uri).toEqual(url);
  expect(integrationOf('ANY /tickets/2.0/{proxy+}').Uri).toEqual({ 'Fn::Join': ['', [url, '{proxy}']] });
});

test('a group has a sample backend and a forwarding function only if a project needs them', () => {
  const omega = testTemplates('omega').gateway;

  expect(functionOf(omega, 'echoes')).toBeUndefined();
  expect(functionOf(omega, 'forwards them to backends')).toBeUndefined();
  omega.resourceCountIs('AWS::Lambda::Url', 0);
  gateway.resourceCountIs('AWS::Lambda::Url', 1);
});

test('a project that takes tokens from the query is forwarded, its public resource too', () => {
  const forward = functionOf(gateway, 'forwards them to backends');

  for (const key of ['ANY /archive', 'ANY /archive/{proxy+}', 'GET /archive/status']) {
    expect(integrationOf(key).Type).toBe('AWS_PROXY');
    expect(JSON.stringify(integrationOf(key).Uri)).toContain(forward.logicalId);
  }
});

test('the forwarding function learns of its backends from stage variables', () => {
  expect(functionOf(gateway, 'forwards them to backends').Properties.Environment).toBeUndefined();
  gateway.hasResourceProperties('AWS::ApiGateway::Stage', {
    RestApiId: { Ref: 'GatewayApiGatewayApi16431911' },
    Variables: {
      target_archive: { 'Fn::GetAtt': [expect.stringMatching(/^BackendsSampleBackend/), 'FunctionUrl'] },
    },
  });
});

test('a resource that names methods has just these', () => {
  const items = methods.filter(({ path }) => path === '/warehouse/items/{id}').map(({ method }) => method);

  expect(items.sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PUT']);
});

function notesOn(project: string): readonly string[] {
  return stacks.gateway.notesOn(`alpha/Gateway/ApiProjects/${project}`);
}

test('the synthesizer warns of tokens in URLs, and says how to acknowledge that', () => {
  expect(notesOn('archive')[0]).toMatch(
    /^aws:cdk:warning: Archive accepts access tokens in the URL: .*RFC 9700.* \[ack: tollgate:tokenInUrl\]$/,
  );
  expect(notesOn('tickets-2.0')).toEqual([]);
});

test('the synthesizer warns of a target that is a placeholder, in a server group that is there to stay', () => {
  const { stacks: lasting } = testTemplates('omega');

  expect(lasting.gateway.notesOn('omega/Gateway/ApiProjects/tickets-2.0')).toEqual([
    expect.stringMatching(
      /^aws:cdk:warning: Tickets: its target in omega, https:\/\/backend\.example\.com\/base, is a placeholder \(RFC 2606\)\. .* \[ack: tollgate:placeholderTarget\]$/,
    ),
  ]);
  expect(notesOn('vault')).toEqual([]);
});

test('the synthesizer tells of every public resource', () => {
  expect(notesOn('archive')[1]).toBe('aws:cdk:info: Archive: resource Status is public: GET /archive/status.');
  expect(notesOn('warehouse')).toEqual(['aws:cdk:info: Warehouse: resource Info is public: GET /warehouse.']);
});
