/** The forward function as a Lambda proxy integration: for calls that the verifier has let through already. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type ForwardDependencies, forwardEvent } from './forward-event.ts';

/** Milliseconds; API Gateway gives up after 29 seconds. */
export const FORWARD_BUDGET = 25_000;

export function createForward(
  dependencies: ForwardDependencies,
): (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult> {
  return (event) => forwardEvent(event, identityOf(event), FORWARD_BUDGET, dependencies);
}

/** What the authorizer put into its context: a caller cannot reach it. */
function identityOf(event: APIGatewayProxyEvent): string | undefined {
  const identity: unknown = event.requestContext?.authorizer?.tollgate;
  return typeof identity === 'string' && identity !== '' ? identity : undefined;
}
