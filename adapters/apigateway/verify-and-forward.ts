/** Verifier and forward function in one, as a Lambda proxy integration: for projects whose token may stand in a body. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { AccessFailure } from '#core/access/access-failure.ts';
import { answerAccessFailure } from '#core/access/answer-access-failure.ts';
import { decideRoute } from '#core/access/decide-route.ts';
import { identityHeader } from '#core/access/identity-header.ts';
import { errorAnswer } from './error-answer.ts';
import { type ForwardDependencies, formOf, forwardEvent } from './forward-event.ts';
import { type JudgeAccessDependencies, judgeAccess } from './judge-access.ts';

export type VerifyAndForwardDependencies = ForwardDependencies & JudgeAccessDependencies;

/** Milliseconds for both; API Gateway gives up after 29 seconds. */
const TIMEOUT = 26_000;

export function createVerifyAndForward(
  dependencies: VerifyAndForwardDependencies,
): (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult> {
  const { catalogue, now } = dependencies;
  return async (event) => {
    const decided = decideRoute(catalogue, { method: event.httpMethod, path: event.path, resource: event.resource });
    if (decided.ok && decided.value.route.verify === null) {
      return forwardEvent(event, undefined, TIMEOUT, dependencies);
    }
    const started = now();
    try {
      const verdict = await judgeAccess(event, formOf(event), dependencies);
      if (!verdict.ok) return refusal(verdict.failure, event, catalogue.serverGroup);
      const left = TIMEOUT - (now() - started);
      return await forwardEvent(event, identityHeader(verdict.value), left, dependencies);
    } catch {
      // It has been logged. Neither a yes nor a no: the caller may try again.
      return errorAnswer(503, {
        error: 'temporarily_unavailable',
        error_description: 'The access token cannot be verified at the moment.',
        request_id: event.requestContext.requestId,
      });
    }
  };
}

function refusal(failure: AccessFailure, event: APIGatewayProxyEvent, realm: string): APIGatewayProxyResult {
  const { status, challenge, error, description, scope } = answerAccessFailure(failure, realm);
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
}
