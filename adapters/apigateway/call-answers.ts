/** What a function answers to a call that does not reach its backend, or whose answer does not come back: in JSON. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { AccessFailure } from '#core/access/access-failure.ts';
import { answerAccessFailure, type ChallengedResource } from '#core/access/answer-access-failure.ts';
import { answerForwardFailure, type ForwardFailure } from '#core/forwarding/forward-failure.ts';
import { errorAnswer } from './error-answer.ts';

/** In the form that the callers of a project understand. */
export interface CallAnswers {
  readonly accessRefused: (failure: AccessFailure) => APIGatewayProxyResult;
  readonly notForwarded: (failure: ForwardFailure) => APIGatewayProxyResult;
  /** Keys or registry cannot be read: neither a yes nor a no. */
  readonly unverifiable: () => APIGatewayProxyResult;
}

export const UNVERIFIABLE = 'The access token cannot be verified at the moment.';

export function jsonAnswers(event: APIGatewayProxyEvent, resource: ChallengedResource): CallAnswers {
  return {
    accessRefused: (failure) => {
      const { status, challenge, error, description, scope } = answerAccessFailure(failure, resource);
      return errorAnswer(
        status,
        {
          error,
          error_description: description,
          ...(scope === '' ? {} : { scope }),
          request_id: event.requestContext.requestId,
        },
        { 'WWW-Authenticate': challenge },
      );
    },
    notForwarded: answerNotForwarded,
    unverifiable: () =>
      errorAnswer(503, {
        error: 'temporarily_unavailable',
        error_description: UNVERIFIABLE,
        request_id: event.requestContext.requestId,
      }),
  };
}

export function answerNotForwarded(failure: ForwardFailure): APIGatewayProxyResult {
  const { status, error, description } = answerForwardFailure(failure);
  return errorAnswer(status, { error, error_description: description });
}
