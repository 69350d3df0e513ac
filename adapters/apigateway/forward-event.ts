/** Makes the call to the backend that an event asks for, and hands its answer on. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type FormBody, readFormBody } from '#core/access/form-body.ts';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { headersForCaller } from '#core/forwarding/answer-headers.ts';
import { answerFits, LARGEST_BODY } from '#core/forwarding/answer-size.ts';
import { type BackendCall, forwardCall, type IncomingCall } from '#core/forwarding/forward-call.ts';
import type { ForwardFailure } from '#core/forwarding/forward-failure.ts';
import type { Result } from '#core/result.ts';
import type { BackendAnswer, BackendLimits } from '../http/call-backend.ts';
import { describeFault } from '../runtime/describe-fault.ts';
import type { Log } from '../runtime/log.ts';
import { answerNotForwarded } from './call-answers.ts';
import { bodyBytes, headerValues, pairs } from './proxy-event.ts';
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

/**
 * @param identity the identity header that the verifier made for this call; undefined when no verifier was asked
 * @param timeout milliseconds that the backend has
 * @param refusal makes the answer to a call that failed @default - in JSON
 */
export async function forwardEvent(
  event: APIGatewayProxyEvent,
  identity: string | undefined,
  timeout: number,
  { catalogue, callBackend, log }: ForwardDependencies,
  refusal: (reason: ForwardFailure) => APIGatewayProxyResult = answerNotForwarded,
): Promise<APIGatewayProxyResult> {
  const { requestId } = event.requestContext;
  try {
    const call = forwardCall(incomingCall(event, identity), catalogue, (project) =>
      stageTarget(project, event.stageVariables),
    );
    if (!call.ok) return refuse(call.failure);
    const { form } = call.value;
    const body = form === undefined ? bodyBytes(event) : Buffer.from(form, 'latin1');
    const outcome = await callBackend(call.value, body, { timeout, answerSize: LARGEST_BODY });
    if (!outcome.ok) return refuse(outcome.failure);
    const { headers, body: answer } = outcome.value;
    if (!answerFits(headers, answer.length)) return refuse({ reason: 'answer_too_large' });
    return passOn(outcome.value, call.value.hadQueryToken);
  } catch (fault) {
    log('forward out of order', { requestId, ...describeFault(fault) });
    return refusal({ reason: 'answer_malformed' });
  }

  function refuse(reason: ForwardFailure): APIGatewayProxyResult {
    log('call not forwarded', { requestId, reason: reason.reason });
    return refusal(reason);
  }
}

export function formOf(event: APIGatewayProxyEvent): FormBody {
  return readFormBody(
    {
      contentTypes: headerValues(event, 'content-type'),
      contentEncodings: headerValues(event, 'content-encoding'),
    },
    () => bodyBytes(event).toString('latin1'),
  );
}

function incomingCall(event: APIGatewayProxyEvent, identity: string | undefined): IncomingCall {
  return {
    method: event.httpMethod,
    path: event.path,
    resource: event.resource,
    query: pairs(event.multiValueQueryStringParameters),
    headers: pairs(event.multiValueHeaders),
    form: formOf(event),
    identity,
  };
}

function passOn({ status, headers, body }: BackendAnswer, hadQueryToken: boolean): APIGatewayProxyResult {
  const multiValueHeaders: Record<string, string[]> = Object.create(null);
  for (const [name, value] of headersForCaller(headers, hadQueryToken)) {
    multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
  }
  return { statusCode: status, multiValueHeaders, body: body.toString('base64'), isBase64Encoded: true };
}
