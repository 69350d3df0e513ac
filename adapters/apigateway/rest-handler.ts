/** A Lambda proxy integration that always answers: what is thrown on the way is logged, and becomes 503. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { describeFault } from '../runtime/describe-fault.ts';
import type { Log } from '../runtime/log.ts';
import type { MessageName } from '../runtime/messages.ts';
import { errorAnswer } from './error-answer.ts';
import { requestOf, restEvent } from './rest-event.ts';

export type RestHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** @param outOfOrder what the log says of a fault */
export function restHandler(answer: RestHandler, outOfOrder: MessageName, log: Log): RestHandler {
  return async (event) => {
    try {
      return await answer(restEvent(event));
    } catch (fault) {
      log(outOfOrder, { ...requestOf(event), ...describeFault(fault) });
      return errorAnswer(503, { error: 'temporarily_unavailable', error_description: 'Try again in a moment.' });
    }
  };
}
