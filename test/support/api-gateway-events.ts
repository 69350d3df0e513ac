/** Events as API Gateway REST gives them to functions, of which a test says only what matters to it. */
import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

export interface CallFields {
  readonly method?: string;
  readonly path?: string;
  /** @default - the path */
  readonly resource?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  readonly authorizer?: Readonly<Record<string, string>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
}

export function aProxyEvent(fields: CallFields = {}): APIGatewayProxyEvent {
  const { method = 'GET', path = '/', resource = path, body, authorizer, stageVariables = null } = fields;
  return {
    resource,
    path,
    httpMethod: method,
    ...multiValues(fields),
    pathParameters: null,
    stageVariables: stageVariables as APIGatewayProxyEvent['stageVariables'],
    requestContext: { ...context(method, path, resource), authorizer } as APIGatewayProxyEvent['requestContext'],
    // With every media type binary, as the gateway has it, bodies come in base64.
    body: body === undefined ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined,
  };
}

export function anAuthorizerEvent(fields: CallFields = {}): APIGatewayRequestAuthorizerEvent {
  const { method = 'GET', path = '/', resource = path } = fields;
  return {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/test/${method}${path}`,
    resource,
    path,
    httpMethod: method,
    ...multiValues(fields),
    pathParameters: null,
    stageVariables: null,
    requestContext: context(method, path, resource) as APIGatewayRequestAuthorizerEvent['requestContext'],
  };
}

function context(method: string, path: string, resource: string) {
  return { requestId: 'request-1', httpMethod: method, path: `/test${path}`, resourcePath: resource, stage: 'test' };
}

function multiValues({ headers = {}, query = {} }: CallFields) {
  const lists = (fields: NonNullable<CallFields['headers']>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value].flat()]));
  const lasts = (fields: NonNullable<CallFields['headers']>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String([value].flat().at(-1))]));
  const orNull = <Map extends object>(map: Map) => (Object.keys(map).length === 0 ? null : map);
  return {
    headers: lasts(headers),
    multiValueHeaders: lists(headers),
    queryStringParameters: orNull(lasts(query)),
    multiValueQueryStringParameters: orNull(lists(query)),
  };
}
