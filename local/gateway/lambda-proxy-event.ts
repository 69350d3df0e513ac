/** The event that a Lambda proxy integration and a REQUEST authorizer are called with (payload format 1.0). */
import type { ContextVariables } from './context-variables.ts';
import {
  type HeaderList,
  headerValue,
  headerValues,
  multiValueMap,
  singleValueMap,
  withHeader,
} from './header-list.ts';
import { withoutSignature } from './header-remapping.ts';
import type { Invocation } from './invocation.ts';
import { isBinary } from './media-types.ts';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format */
export interface LambdaProxyEvent extends RequestEventBase {
  readonly queryStringParameters: Readonly<Record<string, string>> | null;
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>> | null;
  readonly pathParameters: Readonly<Record<string, string>> | null;
  readonly stageVariables: Readonly<Record<string, string>> | null;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
export interface RequestAuthorizerEvent extends RequestEventBase {
  readonly type: 'REQUEST';
  readonly methodArn: string;
  readonly queryStringParameters: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

interface RequestEventBase {
  readonly resource: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly requestContext: ContextVariables;
}

/** Absent maps and an empty body are null. */
export function lambdaProxyEvent(invocation: Invocation): LambdaProxyEvent {
  const { query, request } = invocation;
  const binary = isBinary(headerValue(request.headers, 'Content-Type'), invocation.api.binaryMediaTypes);
  const hasBody = request.body.length > 0;
  return {
    ...eventBase(invocation, withoutSignature(invocation.headers, invocation.context.identity.accessKey !== null)),
    queryStringParameters: query.length === 0 ? null : singleValueMap(query),
    multiValueQueryStringParameters: query.length === 0 ? null : multiValueMap(query),
    pathParameters: invocation.pathParameters.size === 0 ? null : Object.fromEntries(invocation.pathParameters),
    stageVariables: invocation.stage.variables.size === 0 ? null : Object.fromEntries(invocation.stage.variables),
    body: hasBody ? request.body.toString(binary ? 'base64' : 'utf8') : null,
    isBase64Encoded: hasBody && binary,
  };
}

/** Absent maps are {}; there is no body. */
export function requestAuthorizerEvent(invocation: Invocation, methodArn: string): RequestAuthorizerEvent {
  return {
    type: 'REQUEST',
    methodArn,
    ...eventBase(invocation, invocation.headers),
    queryStringParameters: singleValueMap(invocation.query),
    multiValueQueryStringParameters: multiValueMap(invocation.query),
    pathParameters: Object.fromEntries(invocation.pathParameters),
    stageVariables: Object.fromEntries(invocation.stage.variables),
  };
}

function eventBase(invocation: Invocation, clientHeaders: HeaderList): RequestEventBase {
  const headers = gatewayHeaders(clientHeaders, invocation);
  const { resourceId, resourcePath, ...context } = invocation.context;
  return {
    resource: resourcePath ?? '/',
    path: invocation.path,
    httpMethod: invocation.request.method,
    headers: singleValueMap(headers),
    multiValueHeaders: multiValueMap(headers),
    requestContext: {
      ...(resourceId !== undefined && { resourceId }),
      ...(resourcePath !== undefined && { resourcePath }),
      ...context,
    },
  };
}

function gatewayHeaders(clientHeaders: HeaderList, { api, request, traceHeader }: Invocation): HeaderList {
  const named = api.edgeOptimised
    ? clientHeaders.map(([name, value]) => [edgeName(name), value] as const)
    : clientHeaders;
  const forwardedFor = [...headerValues(clientHeaders, 'X-Forwarded-For'), request.sourceIp].join(', ');
  const added = [
    ['X-Amzn-Trace-Id', traceHeader],
    ['X-Forwarded-For', forwardedFor],
    ['X-Forwarded-Port', String(request.port)],
    ['X-Forwarded-Proto', 'http'],
  ] as const;
  return added.reduce<HeaderList>((headers, [name, value]) => withHeader(headers, name, value), named);
}

function edgeName(name: string): string {
  const known = { authorization: 'Authorization', 'user-agent': 'User-Agent' };
  const key = name.toLowerCase();
  return key === 'authorization' || key === 'user-agent' ? known[key] : name;
}
