/** Takes a client's request out of API Gateway's event, and has it read and judged. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ClientHttpRequest } from '#core/oauth/client-request.ts';
import type { TokenFailure } from '#core/oauth/token-failure.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { failure, type Result } from '#core/result.ts';
import { describeFault } from '../runtime/describe-fault.ts';
import type { Log } from '../runtime/log.ts';
import { bodyText, headerValues, queryNames } from './proxy-event.ts';

export interface ClientRequestRules<Request, Outcome> {
  readonly read: (request: ClientHttpRequest) => Result<Request, TokenFailure>;
  readonly judge: (request: Request) => Promise<Result<Outcome, TokenFailure>>;
}

/** A damaged item denies the one subscription that needs it; it is no outage, and trying again would not help. */
export async function judgeClientRequest<Request, Outcome>(
  event: APIGatewayProxyEvent,
  { read, judge }: ClientRequestRules<Request, Outcome>,
  log: Log,
): Promise<Result<Outcome, TokenFailure>> {
  const request = read({
    method: event.httpMethod,
    contentTypes: headerValues(event, 'content-type'),
    authorizations: headerValues(event, 'authorization'),
    queryNames: queryNames(event),
    body: bodyText(event),
  });
  if (!request.ok) return request;
  try {
    return await judge(request.value);
  } catch (error) {
    if (!(error instanceof UnreadableItemError)) throw error;
    log('damaged item', { requestId: event.requestContext.requestId, ...describeFault(error) });
    return failure({ reason: 'registry_item_unreadable' });
  }
}
