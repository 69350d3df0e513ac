import { expect, test } from '@jest/globals';
import type { ResolvedResource } from '#local/assembly/resolved-resource.ts';
import { UnsupportedTemplateError } from '#local/assembly/unsupported-template-error.ts';
import { buildRestApis } from '#local/gateway/build-rest-apis.ts';
import type { ServedRestApi } from '#local/gateway/rest-api-host.ts';
import { CREDENTIALS } from './running-gateway.ts';
import {
  ACCOUNT,
  API_ID,
  authorizer,
  guarded,
  httpProxy,
  lambda,
  mock,
  REGION,
  resource,
  template,
} from './template-fixture.ts';

function build(resources: readonly ResolvedResource[]): readonly ServedRestApi[] {
  return buildRestApis(resources, {
    region: REGION,
    accountId: ACCOUNT,
    functions: { invoke: async () => ({ ok: true, payload: null, logs: [] }) },
    credentials: CREDENTIALS,
    onRequest: () => {},
  });
}

/** What of a template can't be served, as `logical id: feature`. */
function unsupportedOf(resources: readonly ResolvedResource[]): readonly string[] {
  try {
    build(resources);
    return [];
  } catch (error) {
    if (!(error instanceof UnsupportedTemplateError)) throw error;
    return error.unsupported.map(({ logicalId, feature }) => `${logicalId}: ${feature}`);
  }
}

const method = (properties: object) => template({ 'GET /': { ...lambda(), ...properties } });
const integration = (properties: object) => template({ 'GET /': { Integration: properties } });
const others = (...resources: ResolvedResource[]) => template({ 'GET /': lambda() }, { others: resources });
const validatedBy = (Schema: unknown) =>
  template(
    { 'POST /': { ...lambda(), RequestValidatorId: 'v', RequestModels: { 'application/json': 'M' } } },
    {
      others: [
        resource('RequestValidator', 'V', { ValidateRequestBody: true }, 'v'),
        resource('Model', 'M', { Schema }, 'M'),
      ],
    },
  );

test.each<[string, ResolvedResource[], string]>([
  ['an API of an OpenAPI body', template({}, { restApi: { Body: {} } }), 'Api: Body is not supported'],
  ['an API of a body in S3', template({}, { restApi: { BodyS3Location: {} } }), 'Api: BodyS3Location is not supported'],
  ['a resource policy', template({}, { restApi: { Policy: {} } }), 'Api: Policy is not supported'],
  [
    'compression',
    template({}, { restApi: { MinimumCompressionSize: 0 } }),
    'Api: MinimumCompressionSize is not supported',
  ],
  [
    'API keys from the authorizer',
    template({}, { restApi: { ApiKeySourceType: 'AUTHORIZER' } }),
    'Api: ApiKeySourceType AUTHORIZER is not supported',
  ],
  [
    'a switched-off endpoint',
    template({}, { restApi: { DisableExecuteApiEndpoint: true } }),
    'Api: DisableExecuteApiEndpoint is not supported',
  ],
  [
    'a private endpoint',
    template({}, { restApi: { EndpointConfiguration: { Types: ['PRIVATE'] } } }),
    'Api: the endpoint type PRIVATE is not supported',
  ],
  ['a property that nobody knows', template({}, { restApi: { Novelty: 1 } }), 'Api: Novelty is not supported'],
  ['required API keys', method({ ApiKeyRequired: true }), 'Method0: ApiKeyRequired is not supported'],
  ['required API keys as text', method({ ApiKeyRequired: 'true' }), 'Method0: ApiKeyRequired is not supported'],
  [
    'Cognito',
    method({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: 'x' }),
    'Method0: AuthorizationType COGNITO_USER_POOLS is not supported',
  ],
  ['scopes', method({ AuthorizationScopes: ['a'] }), 'Method0: AuthorizationScopes is not supported'],
  [
    'an authorizer that is not there',
    method({ AuthorizationType: 'CUSTOM', AuthorizerId: 'x' }),
    'Method0: AuthorizerId x is no authorizer of this REST API',
  ],
  [
    'a validator that is not there',
    method({ RequestValidatorId: 'x' }),
    'Method0: RequestValidatorId x is no request validator of this REST API',
  ],
  [
    'a method without integration',
    method({ Integration: undefined }),
    'Method0: a method without an Integration is not supported',
  ],
  ['an unknown method', method({ HttpMethod: 'BREW' }), 'Method0: HttpMethod BREW is not supported'],
  [
    'an AWS integration',
    integration({ Type: 'AWS', Uri: 'x' }),
    'Method0: an integration of type AWS is not supported',
  ],
  [
    'an HTTP integration',
    integration({ Type: 'HTTP', Uri: 'http://x' }),
    'Method0: an integration of type HTTP is not supported',
  ],
  [
    'a VPC link',
    template({ 'GET /': httpProxy('http://x', { ConnectionType: 'VPC_LINK' }) }),
    'Method0: ConnectionType VPC_LINK is not supported',
  ],
  [
    'streaming',
    template({ 'GET /': lambda('f', { ResponseTransferMode: 'STREAM' }) }),
    'Method0: ResponseTransferMode STREAM is not supported',
  ],
  [
    'an unknown setting of an integration',
    template({ 'GET /': lambda('f', { Novelty: 1 }) }),
    'Method0: Integration.Novelty is not supported',
  ],
  [
    'a proxy to something else than Lambda',
    integration({ Type: 'AWS_PROXY', Uri: 'arn:aws:apigateway:x:s3:path/b' }),
    'Method0: Integration.Uri arn:aws:apigateway:x:s3:path/b names no Lambda function',
  ],
  [
    'a backend that the request chooses',
    template({ 'GET /': httpProxy('http://{host}/') }),
    'Method0: Integration.Uri http://{host}/ is no address of an HTTP backend',
  ],
  [
    'a mapping from the body',
    template({
      'GET /': httpProxy('http://x', { RequestParameters: { 'integration.request.header.A': 'method.request.body' } }),
    }),
    'Method0: Integration.RequestParameters: integration.request.header.A: method.request.body is not supported',
  ],
  [
    'binary conversion for a backend',
    template({ 'GET /': httpProxy('http://x', { ContentHandling: 'CONVERT_TO_BINARY' }) }),
    'Method0: ContentHandling CONVERT_TO_BINARY is not supported for HTTP_PROXY',
  ],
  [
    'Velocity in a request template',
    template({ 'GET /': mock({ RequestTemplates: { 'application/json': '#if(true){"statusCode":200}#end' } }) }),
    'Method0: RequestTemplates: application/json needs Velocity, which is not supported',
  ],
  [
    'Velocity in a response template',
    template({
      'GET /': mock({
        IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'text/plain': "$input.params('a')" } }],
      }),
    }),
    'Method0: ResponseTemplates: text/plain needs Velocity, which is not supported',
  ],
  [
    'a header from the mock’s body',
    template({
      'GET /': mock({
        IntegrationResponses: [
          { StatusCode: '200', ResponseParameters: { 'method.response.header.A': 'integration.response.body.a' } },
        ],
      }),
    }),
    'Method0: ResponseParameters: method.response.header.A: integration.response.body.a is not supported',
  ],
  [
    'a Cognito authorizer',
    others(authorizer({ Type: 'COGNITO_USER_POOLS' })),
    'Authorizer: an authorizer of type COGNITO_USER_POOLS is not supported',
  ],
  [
    'an authorizer that is no function',
    others(authorizer({ AuthorizerUri: 'arn:x' })),
    'Authorizer: AuthorizerUri names no Lambda function',
  ],
  [
    'an hour and more to live',
    others(authorizer({ AuthorizerResultTtlInSeconds: 3601 })),
    'Authorizer: AuthorizerResultTtlInSeconds 3601 is not between 0 and 3600',
  ],
  [
    'a cached authorizer without identity',
    others(authorizer({ IdentitySource: '' })),
    'Authorizer: IdentitySource is empty, but results are cached or a token is expected',
  ],
  [
    'an unknown identity source',
    others(authorizer({ IdentitySource: 'method.request.path.id' })),
    'Authorizer: the identity source method.request.path.id is not supported',
  ],
  [
    'a TOKEN authorizer by query',
    others(authorizer({ Type: 'TOKEN', IdentitySource: 'method.request.querystring.t' })),
    'Authorizer: the identity source method.request.querystring.t is not supported',
  ],
  [
    'an unknown gateway response',
    others(resource('GatewayResponse', 'R', { ResponseType: 'NOVELTY' })),
    'R: ResponseType NOVELTY is not supported',
  ],
  [
    'a gateway response header from nowhere',
    others(
      resource('GatewayResponse', 'R', {
        ResponseType: 'UNAUTHORIZED',
        ResponseParameters: { 'gatewayresponse.header.A': 'integration.response.header.A' },
      }),
    ),
    'R: ResponseParameters: gatewayresponse.header.A: integration.response.header.A is not supported',
  ],
  [
    'a gateway response query',
    others(
      resource('GatewayResponse', 'R', {
        ResponseType: 'UNAUTHORIZED',
        ResponseParameters: { 'gatewayresponse.querystring.A': "'a'" },
      }),
    ),
    "R: ResponseParameters: gatewayresponse.querystring.A: 'a' is not supported",
  ],
  ['a cache', template({}, { stage: { CacheClusterEnabled: true } }), 'Stage: CacheClusterEnabled is not supported'],
  [
    'a cached method',
    template({}, { stage: { MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', CachingEnabled: true }] } }),
    'Stage: MethodSettings: CachingEnabled is not supported',
  ],
  ['a canary', template({}, { stage: { CanarySetting: {} } }), 'Stage: CanarySetting is not supported'],
  [
    'a client certificate',
    template({}, { stage: { ClientCertificateId: 'c' } }),
    'Stage: ClientCertificateId is not supported',
  ],
  ['a domain name', others(resource('DomainName', 'Domain', {})), 'Domain: this resource type is not supported'],
  [
    'a base path mapping',
    others(resource('BasePathMapping', 'Mapping', {})),
    'Mapping: this resource type is not supported',
  ],
  ['a type that nobody knows', others(resource('Novelty', 'New', {})), 'New: this resource type is not supported'],
  [
    'a resource of another API',
    others(resource('Resource', 'Stray', { RestApiId: 'other', PathPart: 'a', ParentId: 'x' })),
    'Stray: RestApiId is no REST API of this template',
  ],
  [
    'a resource without a root',
    others(resource('Resource', 'Stray', { PathPart: 'a', ParentId: 'x' })),
    'Stray: ParentId x leads to no root of this REST API',
  ],
  [
    'a variable beside a greedy resource',
    [...template({ 'GET /a/{id}': lambda(), 'GET /a/{proxy+}': lambda() })],
    'Resource2: PathPart {proxy+} stands beside a sibling that takes the same paths',
  ],
  [
    'an unknown schema keyword',
    validatedBy({ type: 'object', properties: { a: { oneOf: [] } } }),
    'M: the schema keyword "oneOf" at #/properties/a is not supported',
  ],
  [
    'a schema reference',
    validatedBy({ $ref: 'https://apigateway.amazonaws.com/restapis/x/models/Y' }),
    'M: the schema keyword "$ref" at # is not supported',
  ],
  [
    'a property of a wrong type',
    template({ 'GET /': guarded(lambda()) }, { others: [authorizer({ AuthorizerResultTtlInSeconds: {} })] }),
    'Authorizer: AuthorizerResultTtlInSeconds is not a number',
  ],
])('%s is reported by logical id', (_, resources, problem) => {
  expect(unsupportedOf(resources)).toEqual([problem]);
});

test('all problems are told at once, with type and stack', () => {
  const resources = template(
    { 'GET /': { ...lambda(), ApiKeyRequired: true }, 'POST /': { Integration: { Type: 'AWS' } } },
    { restApi: { Body: {} } },
  );

  expect(() => build(resources)).toThrow(
    [
      "The embedded host can't serve this template:",
      '  Method0 (AWS::ApiGateway::Method, stack Gateway): ApiKeyRequired is not supported',
      '  Method1 (AWS::ApiGateway::Method, stack Gateway): an integration of type AWS is not supported',
      '  Api (AWS::ApiGateway::RestApi, stack Gateway): Body is not supported',
    ].join('\n'),
  );
});

test.each<[string, ResolvedResource[]]>([
  [
    'logging, throttling, documentation and tags',
    template(
      { 'GET /': { ...lambda(), MethodResponses: [{ StatusCode: '200' }] } },
      {
        stage: {
          AccessLogSetting: {},
          TracingEnabled: true,
          Tags: [],
          MethodSettings: [{ ThrottlingRateLimit: 5, LoggingLevel: 'INFO', CachingEnabled: false }],
        },
        restApi: { Description: 'd', ApiKeySourceType: 'HEADER' },
      },
    ),
  ],
  [
    'an account, documentation, API keys that no method needs',
    others(
      resource('Account', 'Account', {}),
      resource('DocumentationPart', 'Part', {}),
      resource('UsagePlan', 'Plan', {}),
      resource('ApiKey', 'Key', {}),
    ),
  ],
  ['resources of other services', [...template({}), { ...resource('x', 'Table', {}), type: 'AWS::DynamoDB::Table' }]],
  ['a model that no validator uses', others(resource('Model', 'M', { Schema: { oneOf: [] } }))],
  [
    'the models that every API has',
    template(
      { 'POST /': { ...lambda(), RequestValidatorId: 'v', RequestModels: { 'application/json': 'Empty' } } },
      { others: [resource('RequestValidator', 'V', { ValidateRequestBody: 'true' }, 'v')] },
    ),
  ],
])('%s are no problem', (_, resources) => {
  expect(unsupportedOf(resources)).toEqual([]);
});

test('every REST API is built, in the template’s order, with its stages; a deployment may make one', () => {
  const other = { ...resource('RestApi', 'Registry', { Name: 'registry' }, 'reg456'), stackName: 'Registry' };
  const deployment = resource('Deployment', 'D', {
    RestApiId: 'reg456',
    StageName: 'live',
    StageDescription: { Variables: { a: 'b' }, LoggingLevel: 'INFO' },
  });

  const apis = build([...template({ 'GET /': lambda() }), other, deployment]);

  expect(apis.map(({ apiId, logicalId, stageNames }) => ({ apiId, logicalId, stageNames }))).toEqual([
    { apiId: API_ID, logicalId: 'Api', stageNames: ['dev'] },
    { apiId: 'reg456', logicalId: 'Registry', stageNames: ['live'] },
  ]);
});
