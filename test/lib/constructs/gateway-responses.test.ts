import { describe, expect, test } from '@jest/globals';
import { defineCatalogue } from '#core/catalog/catalogue.ts';
import { readSources } from '#lib/sources/read-sources.ts';
import { groupTemplates } from '#test/support/group-templates.ts';
import { shop } from '#test/support/source-catalogue.ts';
import { testCatalogue, token } from '#test/support/test-catalogue.ts';
import { resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');

function responsesOf(api: 'GatewayApi' | 'RegistryApi') {
  return resourcesOf(gateway, 'AWS::ApiGateway::GatewayResponse')
    .filter(({ Properties }) => Properties.RestApiId.Ref.startsWith(api))
    .map(({ Properties }) => ({
      type: Properties.ResponseType as string,
      status: Properties.StatusCode as string,
      headers: Object.fromEntries(
        Object.entries(Properties.ResponseParameters).map(([name, value]) => [name, asText(value)]),
      ),
      body: JSON.parse(Properties.ResponseTemplates['application/json']) as Record<string, string>,
    }));
}

/** The gateway's address is known to the deployment alone. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  const [, parts] = Object(value)['Fn::Join'];
  return parts.map((part: unknown) => (typeof part === 'string' ? part : `<${Object.values(Object(part))}>`)).join('');
}

const METADATA =
  'resource_metadata="https://<GatewayApiGatewayApi16431911>.execute-api.<AWS::Region>.<AWS::URLSuffix>/alpha/.well-known/oauth-protected-resource"';

function answer(api: 'GatewayApi' | 'RegistryApi', type: string) {
  return responsesOf(api).find((one) => one.type === type)!;
}

test.each(['GatewayApi', 'RegistryApi'] as const)('every answer of %s names its request and is not stored', (api) => {
  for (const { headers, body } of responsesOf(api)) {
    expect(headers['gatewayresponse.header.Cache-Control']).toBe("'no-store'");
    expect(body.request_id).toBe('$context.requestId');
    expect(body.error).toMatch(/^[a-z_]+$|^\$context\.authorizer\.refusal$/);
  }
});

test('a missing or invalid token is 401 with a challenge that names the realm and the metadata (RFC 6750 §3, RFC 9728 §5.1)', () => {
  const { status, headers, body } = answer('GatewayApi', 'UNAUTHORIZED');

  expect(status).toBe('401');
  expect(headers['gatewayresponse.header.WWW-Authenticate']).toBe(`'Bearer realm="alpha", ${METADATA}'`);
  expect(body).toMatchObject({ error: 'invalid_token' });
});

test('a refused token is 403 with insufficient_scope in the challenge and the reason of the verifier in the body', () => {
  const { status, headers, body } = answer('GatewayApi', 'ACCESS_DENIED');

  expect(status).toBe('403');
  expect(headers['gatewayresponse.header.WWW-Authenticate']).toBe(
    `'Bearer realm="alpha", error="insufficient_scope", ${METADATA}'`,
  );
  expect(body).toEqual({
    error: '$context.authorizer.refusal',
    error_description: '$context.authorizer.errorDescription',
    scope: '$context.authorizer.scope',
    request_id: '$context.requestId',
  });
});

test('an unknown route of the gateway is 404', () => {
  expect(answer('GatewayApi', 'MISSING_AUTHENTICATION_TOKEN')).toMatchObject({
    status: '404',
    body: { error: 'not_found' },
  });
});

test('an unsigned call of the registry stays 403 and says what is missing', () => {
  const { status, body } = answer('RegistryApi', 'MISSING_AUTHENTICATION_TOKEN');

  expect(status).toBe('403');
  expect(body.error_description).toContain('Signature Version 4');
});

test.each(['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'])('%s is 503, to be tried again later', (type) => {
  expect(answer('GatewayApi', type)).toMatchObject({
    status: '503',
    headers: { 'gatewayresponse.header.Retry-After': "'5'" },
    body: { error: 'temporarily_unavailable' },
  });
});

test.each(['GatewayApi', 'RegistryApi'] as const)('%s tells of limits and of backends that fail', (api) => {
  expect(answer(api, 'THROTTLED')).toMatchObject({
    status: '429',
    headers: { 'gatewayresponse.header.Retry-After': "'5'" },
  });
  expect(answer(api, 'INTEGRATION_FAILURE').status).toBe('502');
  expect(answer(api, 'INTEGRATION_TIMEOUT').status).toBe('504');
});

test('what goes wrong in API Gateway itself keeps its status and is told in our words', () => {
  const { status, body } = answer('GatewayApi', 'DEFAULT_5XX');

  expect(status).toBeUndefined();
  expect(body).toMatchObject({ error: 'server_error' });
});

describe('a server group with a WSDL project', () => {
  test('tells the clients that accept SOAP of limits and faults in a fault of their version', async () => {
    const catalogue = defineCatalogue({ serverGroups: testCatalogue.serverGroups, projects: [token, shop] });
    const templates = groupTemplates(await readSources(catalogue, 'test/support')).alpha!;
    const responses = resourcesOf(templates.gateway, 'AWS::ApiGateway::GatewayResponse').filter(
      ({ Properties }) => Properties.ResponseTemplates['text/xml'] !== undefined,
    );

    expect(responses.map(({ Properties }) => Properties.ResponseType).sort()).toEqual([
      'DEFAULT_5XX',
      'INTEGRATION_FAILURE',
      'INTEGRATION_TIMEOUT',
      'THROTTLED',
    ]);
    for (const { Properties } of responses) {
      expect(Properties.RestApiId.Ref).toMatch(/^GatewayApi/);
      const { error, error_description } = JSON.parse(Properties.ResponseTemplates['application/json']);
      const side = Properties.ResponseType === 'THROTTLED' ? ['Client', 'Sender'] : ['Server', 'Receiver'];
      for (const [index, type] of ['text/xml', 'application/soap+xml'].entries()) {
        const fault = Properties.ResponseTemplates[type];
        expect(fault).toContain(`>soap:${side[index]}<`);
        expect(fault).toContain(`>${error_description}<`);
        expect(fault).toContain(`<t:error>${error}</t:error><t:request_id>$context.requestId</t:request_id>`);
      }
    }
  });

  test('is the only one with such templates', () => {
    expect(JSON.stringify(resourcesOf(gateway, 'AWS::ApiGateway::GatewayResponse'))).not.toContain('soap');
  });
});
