/** The verifier as a Lambda REQUEST authorizer of API Gateway: a verdict for this one request, never for another. */
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { type AccessFailure, refusalOf } from '#core/access/access-failure.ts';
import {
  type AccessGrant,
  type AuthorizeRequestDependencies,
  authorizeRequest,
} from '#core/access/authorize-request.ts';
import { identityHeader } from '#core/access/identity-header.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { failure, type Result } from '#core/result.ts';
import { describeFault, type Log } from '../runtime/log.ts';
import { headerValues, queryValues } from './proxy-event.ts';

export interface AccessAuthorizerDependencies extends AuthorizeRequestDependencies {
  readonly log: Log;
}

/** API Gateway refuses longer resources in a policy. */
const MAXIMUM_ARN_CHARACTERS = 512;

/**
 * Allow and Deny name the exact method ARN of the request. A refusal that a new token might mend is thrown as
 * `Unauthorized`, which API Gateway answers with 401; a fault is thrown as itself and answered with 503, and never
 * becomes a Deny, which would be cached.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function createAccessAuthorizer(
  dependencies: AccessAuthorizerDependencies,
): (event: APIGatewayRequestAuthorizerEvent) => Promise<APIGatewayAuthorizerResult> {
  const { log } = dependencies;
  return async (event) => {
    const { requestId } = event.requestContext;
    const verdict = await judge(event, dependencies);
    if (verdict.ok) {
      const { consumerKey, clientId, projectId } = verdict.value;
      log('INFO', 'access allowed', { requestId, consumerKey, clientId, projectId });
      return allow(event.methodArn, verdict.value);
    }
    const { reason } = verdict.failure;
    log('WARN', 'access refused', { requestId, reason });
    const refusal = refusalOf(verdict.failure);
    if (refusal.status === 'unauthorized') throw new Error('Unauthorized');
    // Not `error`: that name is API Gateway's own, for what went wrong with the authorizer itself.
    const { error, description: errorDescription, scope } = refusal;
    return policy('anonymous', 'Deny', event.methodArn, { reason, refusal: error, errorDescription, scope });
  };
}

async function judge(
  event: APIGatewayRequestAuthorizerEvent,
  dependencies: AccessAuthorizerDependencies,
): Promise<Result<AccessGrant, AccessFailure>> {
  if (event.methodArn.length > MAXIMUM_ARN_CHARACTERS) return failure({ reason: 'path_too_long' });
  try {
    return await authorizeRequest(
      {
        method: event.httpMethod,
        path: event.path,
        resource: event.resource,
        authorizations: headerValues(event, 'authorization'),
        queryValues: (name) => queryValues(event, name),
      },
      dependencies,
    );
  } catch (error) {
    const { requestId } = event.requestContext;
    if (error instanceof UnreadableItemError) {
      dependencies.log('ERROR', 'damaged item', { requestId, ...describeFault(error) });
      return failure({ reason: 'registry_item_unreadable' });
    }
    dependencies.log('ERROR', 'verifier out of order', {
      requestId,
      reason: 'verifier_unavailable',
      ...describeFault(error),
    });
    throw error;
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
