/** The forward function as a Lambda proxy integration: for projects whose token only a function can take out. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { headersForCaller } from '#core/forwarding/answer-headers.ts';
import { type BackendCall, forwardCall, type IncomingCall, type Pairs } from '#core/forwarding/forward-call.ts';
import { answerForwardFailure, type ForwardFailure } from '#core/forwarding/forward-failure.ts';
import type { Result } from '#core/result.ts';
import type { BackendAnswer, BackendLimits } from '../http/call-backend.ts';
import { describeFault, type Log } from '../runtime/log.ts';
import { bodyBytes } from './proxy-event.ts';
import { stageTarget } from './stage-target.ts';

export interface ForwardDependencies {
  readonly catalogue: DeployedCatalogue;
  readonly callBackend: (
    call: BackendCall,
    body: Buffer,
    limits: BackendLimits,
  ) => Promise<Result<BackendAnswer, ForwardFailure>>;
  readonly log: Log;
}

/** API Gateway gives up after 29 seconds; Lambda answers hold 6 MB, of which base64 takes a quarter. */
const LIMITS: BackendLimits = { timeout: 25_000, answerSize: 4_500_000 };

export function createForward(
  dependencies: ForwardDependencies,
): (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult> {
  const { catalogue, callBackend, log } = dependencies;
  return async (event) => {
    const requestId = event.requestContext?.requestId;
    try {
      const call = forwardCall(incomingCall(event), catalogue, (project) => stageTarget(project, event.stageVariables));
      const outcome = call.ok ? await callBackend(call.value, bodyBytes(event), LIMITS) : call;
      if (outcome.ok && call.ok) return passOn(outcome.value, call.value.hadQueryToken);
      if (outcome.ok) throw new Error('A call that was refused has an answer.');
      log('WARN', 'call not forwarded', { requestId, reason: outcome.failure.reason });
      return refusal(outcome.failure);
    } catch (fault) {
      log('ERROR', 'forward out of order', { requestId, ...describeFault(fault) });
      return refusal({ reason: 'answer_malformed' });
    }
  };
}

function incomingCall(event: APIGatewayProxyEvent): IncomingCall {
  const identity: unknown = event.requestContext.authorizer?.tollgate;
  return {
    method: event.httpMethod,
    path: event.path,
    resource: event.resource,
    query: pairs(event.multiValueQueryStringParameters),
    headers: pairs(event.multiValueHeaders),
    identity: typeof identity === 'string' && identity !== '' ? identity : undefined,
  };
}

function pairs(multiValues: Readonly<Record<string, string[] | undefined>> | null): Pairs {
  return Object.entries(multiValues ?? {}).flatMap(([name, values]) =>
    (values ?? []).map((value) => [name, value] as const),
  );
}

function passOn({ status, headers, body }: BackendAnswer, hadQueryToken: boolean): APIGatewayProxyResult {
  const multiValueHeaders: Record<string, string[]> = Object.create(null);
  for (const [name, value] of headersForCaller(headers, hadQueryToken)) {
    multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
  }
  return { statusCode: status, multiValueHeaders, body: body.toString('base64'), isBase64Encoded: true };
}

function refusal(reason: ForwardFailure): APIGatewayProxyResult {
  const { status, error, description } = answerForwardFailure(reason);
  return {
    statusCode: status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...(status === 503 ? { 'Retry-After': '5' } : {}),
    },
    body: JSON.stringify({ error, error_description: description }),
  };
}
