/** Makes the resolved resources of small REST APIs, as the assembly reader would. */
import type { ResolvedResource } from '#local/assembly/resolved-resource.ts';

type Properties = Readonly<Record<string, unknown>>;

export const REGION = 'eu-west-1';
export const ACCOUNT = '111122223333';
export const API_ID = 'abc123';

export function resource(
  type: string,
  logicalId: string,
  properties: Properties,
  physicalId = logicalId,
): ResolvedResource {
  return {
    logicalId,
    stackName: 'Gateway',
    type: `AWS::ApiGateway::${type}`,
    physicalId,
    properties: type === 'RestApi' ? properties : { RestApiId: API_ID, ...properties },
    metadata: {},
  };
}

export interface TemplateOptions {
  readonly restApi?: Properties;
  readonly stage?: Properties;
  readonly others?: readonly ResolvedResource[];
}

/**
 * One REST API with a stage `dev`.
 *
 * @param methods by route (`GET /orders/{id}`), the properties of the method
 */
export function template(
  methods: Readonly<Record<string, Properties>>,
  options: TemplateOptions = {},
): ResolvedResource[] {
  const paths = new Map<string, ResolvedResource>();
  const idOf = (path: string): string =>
    path === '' || path === '/' ? `${API_ID}-root` : (paths.get(path)?.physicalId ?? '');
  const methodResources = Object.entries(methods).map(([route, properties], index) => {
    const [httpMethod = '', path = ''] = route.split(' ');
    const parts = path
      .split('/')
      .slice(1)
      .filter((part) => part !== '');
    for (const [depth, part] of parts.entries()) {
      const own = `/${parts.slice(0, depth + 1).join('/')}`;
      const parent = depth === 0 ? '/' : `/${parts.slice(0, depth).join('/')}`;
      if (!paths.has(own)) {
        paths.set(
          own,
          resource('Resource', `Resource${paths.size}`, { ParentId: idOf(parent), PathPart: part }, `res${paths.size}`),
        );
      }
    }
    return resource('Method', `Method${index}`, {
      HttpMethod: httpMethod,
      ResourceId: idOf(path),
      AuthorizationType: 'NONE',
      ...properties,
    });
  });
  return [
    resource(
      'RestApi',
      'Api',
      { Name: 'api', EndpointConfiguration: { Types: ['REGIONAL'] }, ...options.restApi },
      API_ID,
    ),
    ...paths.values(),
    ...methodResources,
    resource('Deployment', 'Deployment', {}, 'deploy1'),
    resource('Stage', 'Stage', { StageName: 'dev', DeploymentId: 'deploy1', ...options.stage }, 'dev'),
    ...(options.others ?? []),
  ];
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}

export function lambdaUri(name: string): string {
  return `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
}

export function lambda(name = 'backend', integration: Properties = {}): Properties {
  return { Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: lambdaUri(name), ...integration } };
}

export function httpProxy(uri: string, integration: Properties = {}): Properties {
  return { Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY', Uri: uri, ...integration } };
}

export function mock(integration: Properties = {}): Properties {
  return {
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode": 200}' },
      IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': '{"ok":true}' } }],
      ...integration,
    },
  };
}

export function authorizer(properties: Properties = {}, id = 'auth1'): ResolvedResource {
  return resource(
    'Authorizer',
    'Authorizer',
    {
      Name: id,
      Type: 'REQUEST',
      AuthorizerUri: lambdaUri('authorizer'),
      IdentitySource: 'method.request.header.Authorization',
      ...properties,
    },
    id,
  );
}

/** Puts a method behind the {@link authorizer}. */
export function guarded(method: Properties, id = 'auth1'): Properties {
  return { ...method, AuthorizationType: 'CUSTOM', AuthorizerId: id };
}
