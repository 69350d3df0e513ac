/** The verifier as a Lambda REQUEST authorizer of API Gateway: a verdict for this one request, never for another. */

import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { type AccessFailure, refusalOf } from '#core/access/access-failure.ts';
import type { AccessGrant } from '#core/access/authorize-request.ts';
import { identityHeader } from '#core/access/identity-header.ts';
import { Fault } from '#core/fault.ts';
import { failure, type Result } from '#core/result.ts';
import { describeFault, failPlainly } from '../runtime/describe-fault.ts';
import type { Log } from '../runtime/log.ts';
import { type JudgeAccessDependencies, judgeAccess, logVerdict } from './judge-access.ts';
import { authorizerEvent, requestOf } from './rest-event.ts';

/** API Gateway refuses longer resources in a policy. */
const MAXIMUM_ARN_CHARACTERS = 512;

/**
 * Allow and Deny name the exact method ARN of the request. A refusal that a new token might mend is thrown as
 * `Unauthorized`, which API Gateway answers with 401; a fault is thrown, by what may be said of it, and answered with 503: it never
 * becomes a Deny, which would be cached.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function createAccessAuthorizer(
  dependencies: JudgeAccessDependencies,
): (event: APIGatewayRequestAuthorizerEvent) => Promise<APIGatewayAuthorizerResult> {
  return failPlainly(async (received) => {
    const event = readEvent(received, dependencies.log);
    const verdict = await judge(event, dependencies);
    if (verdict.ok) return allow(event.methodArn, verdict.value);
    const { reason } = verdict.failure;
    const refusal = refusalOf(verdict.failure);
    if (refusal.status !== 'forbidden') throw new Fault('Unauthorized');
    // Not `error`: that name is API Gateway's own, for what went wrong with the authorizer itself.
    const { error, description: errorDescription, scope } = refusal;
    return policy('anonymous', 'Deny', event.methodArn, { reason, refusal: error, errorDescription, scope });
  });
}

async function judge(
  event: APIGatewayRequestAuthorizerEvent,
  dependencies: JudgeAccessDependencies,
): Promise<Result<AccessGrant, AccessFailure>> {
  if (event.methodArn.length <= MAXIMUM_ARN_CHARACTERS) return judgeAccess(event, undefined, dependencies);
  const refused = failure({ reason: 'path_too_long' } as const);
  logVerdict(dependencies.log, event.requestContext.requestId, refused);
  return refused;
}

/** @throws a fault, logged as that of a registry which cannot be read: here, too, nobody can be judged */
function readEvent(received: APIGatewayRequestAuthorizerEvent, log: Log): APIGatewayRequestAuthorizerEvent {
  try {
    return authorizerEvent(received);
  } catch (fault) {
    log('verifier out of order', {
      ...requestOf(received),
      reason: 'verifier_unavailable',
      ...describeFault(fault),
    });
    throw fault;
  }
}

function allow(methodArn: string, grant: AccessGrant): APIGatewayAuthorizerResult {
  return policy(grant.consumerKey, 'Allow', methodArn, {
    tollgate: identityHeader(grant),
    consumerKey: grant.consumerKey,
    clientId: grant.clientId,
    productId: grant.productId,
    projectId: grant.projectId,
  });
}

function policy(
  principalId: string,
  effect: 'Allow' | 'Deny',
  methodArn: string,
  context: Readonly<Record<string, string>>,
): APIGatewayAuthorizerResult {
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: boundedArn(methodArn) }],
    },
    context: { ...context },
  };
}

/** A Deny for an over-long path: the longest policy that API Gateway takes, for all that begins so. */
function boundedArn(methodArn: string): string {
  return methodArn.length > MAXIMUM_ARN_CHARACTERS ? `${methodArn.slice(0, MAXIMUM_ARN_CHARACTERS - 1)}*` : methodArn;
}
