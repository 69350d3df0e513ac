/** One request to a stage of an API, parsed: what every later step (authorizer, mapping, integration) reads. */
import { randomBytes, randomUUID } from 'node:crypto';
import { anonymousIdentity, type ContextVariables, commonLogTime } from './context-variables.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { type HeaderList, headerValue, withoutHeaders } from './header-list.ts';
import { droppedFromRequest } from './header-remapping.ts';
import { parseQuery, type QueryParameters } from './query-string.ts';
import type { RestApiModel, StageModel } from './rest-api-model.ts';
import { traceHeaderFor } from './trace-id.ts';

export interface Invocation {
  readonly request: GatewayRequest;
  readonly api: RestApiModel;
  readonly stage: StageModel;
  /** Behind the stage, as sent, but with one slash in front. */
  readonly path: string;
  /** The client's headers that integrations and mappings may see, in the client's case. */
  readonly headers: HeaderList;
  readonly query: QueryParameters;
  /** Percent-escaped as sent. */
  readonly pathParameters: ReadonlyMap<string, string>;
  readonly context: ContextVariables;
  /** Value of X-Amzn-Trace-Id. */
  readonly traceHeader: string;
}

/** Where a request goes: a slash too many before the stage is ignored. */
export interface RequestPath {
  readonly stageName: string;
  /** What follows the stage, as sent: empty, or from its first slash on. */
  readonly rest: string;
  /** Without the question mark. */
  readonly query: string;
}

export function parseTarget(target: string): RequestPath {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const [, stageName = '', rest = ''] = /^\/*([^/]*)(.*)$/s.exec(path) ?? [];
  return { stageName, rest, query: question < 0 ? '' : target.slice(question + 1) };
}

/** @param now `ms` since 1970 */
export function startInvocation(
  request: GatewayRequest,
  { stageName, rest, query }: RequestPath,
  { api, stage }: { readonly api: RestApiModel; readonly stage: StageModel },
  { accountId, now, requestId }: { readonly accountId: string; readonly now: number; readonly requestId: string },
): Invocation {
  const domainName = (headerValue(request.headers, 'Host') ?? '').replace(/:\d+$/, '');
  return {
    request,
    api,
    stage,
    path: rest.replace(/^\/*/, '/'),
    headers: withoutHeaders(request.headers, droppedFromRequest),
    query: parseQuery(query),
    pathParameters: new Map(),
    traceHeader: traceHeaderFor(headerValue(request.headers, 'X-Amzn-Trace-Id'), now),
    context: {
      httpMethod: request.method,
      extendedRequestId: extendedRequestId(),
      requestTime: commonLogTime(now),
      path: `/${stageName}${rest}`,
      accountId,
      protocol: 'HTTP/1.1',
      stage: stage.name,
      domainPrefix: domainName.split('.')[0] ?? '',
      requestTimeEpoch: now,
      requestId,
      identity: anonymousIdentity(request.sourceIp, headerValue(request.headers, 'User-Agent')),
      domainName,
      deploymentId: stage.deploymentId,
      apiId: api.apiId,
    },
  };
}

/** A fresh id for x-amzn-RequestId. */
export function newRequestId(): string {
  return randomUUID();
}

/** A value for x-amz-apigw-id, which API Gateway calls the extended request id. */
export function extendedRequestId(): string {
  return `${randomBytes(10).toString('base64url')}=`;
}
