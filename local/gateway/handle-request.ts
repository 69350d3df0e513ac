/** Answers requests to one REST API: route, authorizer, validation, integration, and the log entry about it. */
import { MAXIMUM_BODY_BYTES } from '../size-limits.ts';
import { admit } from './admission.ts';
import type { AuthorizerOutcome } from './authorizer.ts';
import { type AuthorizerCache, createAuthorizerCache } from './authorizer-cache.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway-request.ts';
import { answerRefusal } from './gateway-response.ts';
import { callHttpProxy } from './http-proxy.ts';
import type { IntegrationOutcome } from './integration-outcome.ts';
import { extendedRequestId, type Invocation, newRequestId, parseTarget, startInvocation } from './invocation.ts';
import { callLambdaProxy } from './lambda-proxy.ts';
import { callMock } from './mock-integration.ts';
import { internalServerError, type Refusal, refuse } from './refusal.ts';
import { refusalReason } from './refusal-reason.ts';
import { validateRequest } from './request-validation.ts';
import type { RequestLogEntry, RestApiContext } from './rest-api-host.ts';
import type { MethodModel, RestApiModel } from './rest-api-model.ts';
import { findRoute, type Route } from './routing.ts';

/** What became of a request, for its answer and its log entry. */
interface Served {
  readonly answer: GatewayAnswer;
  readonly authorizer: RequestLogEntry['authorizer'];
  readonly reason?: string | undefined;
}

export function createRestApiHandler(
  api: RestApiModel,
  host: RestApiContext,
): (request: GatewayRequest) => Promise<GatewayAnswer> {
  const cache = createAuthorizerCache();
  return async (request) => {
    const started = performance.now();
    const requestId = newRequestId();
    const target = parseTarget(request.target);
    const stage = api.stages.get(target.stageName);
    const invocation =
      stage &&
      startInvocation(request, target, { api, stage }, { accountId: host.accountId, now: Date.now(), requestId });
    const served: Served =
      invocation === undefined
        ? { answer: forbidden(), authorizer: 'none', reason: 'UNKNOWN_STAGE' }
        : await serveSafely(invocation, host, cache);
    host.onRequest({
      requestId,
      method: request.method,
      path: request.target.split('?')[0] ?? '',
      status: served.answer.status,
      milliseconds: Math.round(performance.now() - started),
      authorizer: served.authorizer,
      ...(served.reason !== undefined && { reason: served.reason }),
    });
    const apigwId = invocation?.context.extendedRequestId ?? extendedRequestId();
    return {
      ...served.answer,
      headers: [...served.answer.headers, ['x-amzn-RequestId', requestId], ['x-amz-apigw-id', apigwId]],
    };
  };
}

/** A stage that does not exist has no gateway responses either. */
function forbidden(): GatewayAnswer {
  return {
    status: 403,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', 'ForbiddenException'],
    ],
    body: Buffer.from('{"message":"Forbidden"}'),
  };
}

/** Said before API Gateway looks for an API, so it is neither JSON nor a gateway response. */
function bodyTooLarge(): GatewayAnswer {
  return {
    status: 413,
    headers: [['Content-Type', 'text; charset=utf-8']],
    body: Buffer.from(`HTTP content length exceeded ${MAXIMUM_BODY_BYTES} bytes.`),
  };
}

/** A fault of the host itself is a 500 for this request alone. */
async function serveSafely(invocation: Invocation, host: RestApiContext, cache: AuthorizerCache): Promise<Served> {
  try {
    return await serve(invocation, host, cache);
  } catch (error) {
    const answer = answerRefusal(internalServerError(500), invocation);
    return { answer, authorizer: 'none', reason: `fault of the embedded gateway: ${String(error)}` };
  }
}

async function serve(parsed: Invocation, host: RestApiContext, cache: AuthorizerCache): Promise<Served> {
  if (parsed.request.bodyTooLarge) {
    return { answer: bodyTooLarge(), authorizer: 'none', reason: 'REQUEST_TOO_LARGE' };
  }
  const route = findRoute(parsed.api.root, parsed.request.method, parsed.path);
  if (route === undefined) return refused(refuse('MISSING_AUTHENTICATION_TOKEN'), parsed, { source: 'none' });

  const routed = withRoute(parsed, route);
  const caller = await admit(route.method, routed, host, cache);
  const invocation = caller.invocation;
  const refusal = caller.refusal ?? validateRequest(route.method, invocation);
  if (refusal !== undefined) return refused(refusal, invocation, caller);

  const outcome = await integrate(route.method, invocation, host);
  const logs = [...(caller.logs ?? []), ...(outcome.logs ?? [])];
  return outcome.answer === undefined
    ? refused(outcome.refusal, invocation, { ...caller, logs })
    : { answer: outcome.answer, authorizer: caller.source, reason: refusalReason({ logs }) };
}

function withRoute(invocation: Invocation, { resource, method, pathParameters }: Route): Invocation {
  const { operationName } = method;
  const context = {
    resourceId: resource.id,
    resourcePath: resource.path,
    ...(operationName !== undefined && { operationName }),
    ...invocation.context,
  };
  return { ...invocation, pathParameters, context };
}

async function integrate(
  { integration }: MethodModel,
  invocation: Invocation,
  host: RestApiContext,
): Promise<IntegrationOutcome> {
  switch (integration.kind) {
    case 'AWS_PROXY':
      return callLambdaProxy(integration, invocation, host.functions);
    case 'HTTP_PROXY':
      return callHttpProxy(integration, invocation);
    case 'MOCK':
      return callMock(integration, invocation);
  }
}

function refused(refusal: Refusal, invocation: Invocation, { source, variables, logs }: AuthorizerOutcome): Served {
  return {
    answer: answerRefusal(refusal, invocation),
    authorizer: source,
    reason: refusalReason({ refusal, variables, logs }),
  };
}
