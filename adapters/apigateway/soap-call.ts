/** A call of a WSDL project: its message checked against the operations, and every refusal told as a SOAP fault. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answerAccessFailure, type ChallengedResource } from '#core/access/answer-access-failure.ts';
import type { SoapPort } from '#core/catalog/soap-service.ts';
import { answerForwardFailure } from '#core/forwarding/forward-failure.ts';
import { failure, type Result, success } from '#core/result.ts';
import {
  type FaultAnswer,
  type FaultContext,
  faultOfAccess,
  faultOfForwarding,
  faultOfMessage,
  faultOfUnavailability,
} from '#core/soap/answer-with-fault.ts';
import { decideOperation } from '#core/soap/decide-operation.ts';
import { faultVersion } from '#core/soap/fault-version.ts';
import { productOpensOperation } from '#core/soap/product-opens-operation.ts';
import type { SoapFailure } from '#core/soap/soap-failure.ts';
import type { Log } from '../runtime/log.ts';
import { readEnvelope } from '../soap/read-envelope.ts';
import { type CallAnswers, UNVERIFIABLE } from './call-answers.ts';
import { ownAnswer } from './error-answer.ts';
import { bodyBytes, headerValues } from './proxy-event.ts';

export interface SoapCallContext {
  readonly ports: readonly SoapPort[];
  readonly resource: ChallengedResource;
  readonly log: Log;
}

/**
 * @param soapOperations what the product is narrowed to; undefined for all of the project, and on a public route
 * @returns undefined for a message that may go on; else the fault
 */
export function refuseSoapCall(
  event: APIGatewayProxyEvent,
  soapOperations: readonly string[] | undefined,
  { ports, resource, log }: SoapCallContext,
): APIGatewayProxyResult | undefined {
  const checked = checkMessage(event, soapOperations, ports);
  if (checked.ok) return undefined;
  const { requestId } = event.requestContext;
  log('soap message refused', { requestId, reason: checked.failure.reason });
  const context = contextOf(event, ports);
  return answer(
    checked.failure.reason === 'operation_not_in_product'
      ? faultOfAccess(answerAccessFailure(checked.failure, resource), context)
      : faultOfMessage(checked.failure, context),
  );
}

/** The gateway's answers as SOAP faults, with the status that they have in JSON. */
export function soapAnswers(event: APIGatewayProxyEvent, { ports, resource }: SoapCallContext): CallAnswers {
  const context = contextOf(event, ports);
  return {
    accessRefused: (failure) => answer(faultOfAccess(answerAccessFailure(failure, resource), context)),
    notForwarded: (failure) => answer(faultOfForwarding(answerForwardFailure(failure), context)),
    unverifiable: () => answer(faultOfUnavailability(UNVERIFIABLE, context)),
  };
}

/** What a product does not open is a matter of the caller's rights, and told as it is for other projects. */
type MessageRefusal = SoapFailure | { readonly reason: 'operation_not_in_product' };

function checkMessage(
  event: APIGatewayProxyEvent,
  soapOperations: readonly string[] | undefined,
  ports: readonly SoapPort[],
): Result<undefined, MessageRefusal> {
  if (event.httpMethod !== 'POST') return failure({ reason: 'not_post' });
  const message = readEnvelope({
    contentTypes: headerValues(event, 'content-type'),
    contentEncodings: headerValues(event, 'content-encoding'),
    soapActions: headerValues(event, 'soapaction'),
    body: bodyBytes(event),
  });
  if (!message.ok) return message;
  const operation = decideOperation(message.value, ports);
  if (!operation.ok) return operation;
  const opened = productOpensOperation(operation.value, message.value, soapOperations);
  return opened === 'opened' ? success(undefined) : failure({ reason: opened });
}

function contextOf(event: APIGatewayProxyEvent, ports: readonly SoapPort[]): FaultContext {
  return {
    version: faultVersion(headerValues(event, 'content-type'), ports),
    requestId: event.requestContext.requestId,
  };
}

function answer({ status, headers, body }: FaultAnswer): APIGatewayProxyResult {
  return ownAnswer(status, headers, body);
}
