/** Judges one event of a protected route, and logs the verdict; the token is never in the log. */
import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { AccessFailure } from '#core/access/access-failure.ts';
import {
  type AccessGrant,
  type AuthorizeRequestDependencies,
  authorizeRequest,
} from '#core/access/authorize-request.ts';
import type { FormBody } from '#core/access/form-body.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';
import { failure, type Result } from '#core/result.ts';
import { describeFault } from '../runtime/describe-fault.ts';
import type { Log } from '../runtime/log.ts';
import type { ReadCounts } from '../runtime/read-counts.ts';
import { headerValues, queryValues } from './proxy-event.ts';

export interface JudgeAccessDependencies extends AuthorizeRequestDependencies {
  readonly log: Log;
  /** How what this verdict needed was come by. @default - it is not told */
  readonly takeReadCounts?: () => ReadCounts;
}

/**
 * @param form undefined where the body cannot be seen
 * @throws a fault when keys or registry cannot be read: that is neither a yes nor a no
 */
export async function judgeAccess(
  event: APIGatewayProxyEvent | APIGatewayRequestAuthorizerEvent,
  form: FormBody | undefined,
  dependencies: JudgeAccessDependencies,
): Promise<Result<AccessGrant, AccessFailure>> {
  const { requestId } = event.requestContext;
  const { log, takeReadCounts = () => undefined } = dependencies;
  // What was read before, such as while the function started, is no part of this call.
  takeReadCounts();
  try {
    const verdict = await authorizeRequest(
      {
        method: event.httpMethod,
        path: event.path,
        resource: event.resource,
        authorizations: headerValues(event, 'authorization'),
        queryValues: (name) => queryValues(event, name),
        ...(form === undefined ? {} : { form }),
      },
      dependencies,
    );
    logVerdict(log, requestId, verdict, takeReadCounts());
    return verdict;
  } catch (error) {
    const fault = { requestId, ...describeFault(error) };
    if (error instanceof UnreadableItemError) {
      log('damaged item', fault);
      const refused = failure({ reason: 'registry_item_unreadable' } as const);
      logVerdict(log, requestId, refused);
      return refused;
    }
    // One line for each call, to be counted apart from the outage in which calls go on (grace.ts).
    if (error instanceof StoreUnavailableError) {
      log('registry unreachable; nothing known to judge by', { reason: 'registry_unreachable', ...fault });
    } else {
      log('verifier out of order', { reason: 'verifier_unavailable', ...fault });
    }
    throw error;
  }
}

export function logVerdict(
  log: Log,
  requestId: string,
  verdict: Result<AccessGrant, AccessFailure>,
  reads?: ReadCounts,
): void {
  if (verdict.ok) {
    const { consumerKey, clientId, projectId } = verdict.value;
    log('access allowed', { requestId, consumerKey, clientId, projectId, ...reads });
  } else {
    log('access refused', { requestId, reason: verdict.failure.reason, ...reads });
  }
}
