/** The AWS_PROXY integration: calls a function with the request as its event, and answers with what it returns. */
import type { FunctionInvoker } from '../functions/function-invoker.ts';
import { within } from './deadline.ts';
import { isUnmappable } from './header-remapping.ts';
import type { IntegrationOutcome } from './integration-outcome.ts';
import type { Invocation } from './invocation.ts';
import { lambdaProxyAnswer } from './lambda-proxy-answer.ts';
import { lambdaProxyEvent } from './lambda-proxy-event.ts';
import { mappedValues } from './parameter-mapping.ts';
import { internalServerError, refuse } from './refusal.ts';
import type { LambdaProxyIntegration } from './rest-api-model.ts';

/** Request mappings have no effect on the event, but mapping certain headers fails the request all the same. */
export async function callLambdaProxy(
  integration: LambdaProxyIntegration,
  invocation: Invocation,
  functions: FunctionInvoker,
): Promise<IntegrationOutcome> {
  const forbidden = integration.mappings.some(
    ({ location, name, source }) =>
      location === 'header' && isUnmappable(name, 'AWS_PROXY') && mappedValues(source, invocation).length > 0,
  );
  if (forbidden) return { refusal: internalServerError(500) };
  if (integration.httpMethod !== 'POST') {
    return { refusal: refuse('INTEGRATION_FAILURE', { status: 500, message: 'Internal server error' }) };
  }

  const outcome = await within(
    integration.timeoutMs,
    functions.invoke(integration.functionArn, lambdaProxyEvent(invocation)),
  );
  if (outcome === 'late') return { refusal: refuse('INTEGRATION_TIMEOUT') };
  const { logs } = outcome;
  if (!outcome.ok) {
    return { refusal: outcome.undelivered ? refuse('REQUEST_TOO_LARGE') : internalServerError(502), logs };
  }

  const answer = lambdaProxyAnswer(outcome.payload, invocation);
  if (answer === undefined) return { refusal: internalServerError(502), logs };
  return { answer: { ...answer, headers: [...answer.headers, ['X-Amzn-Trace-Id', invocation.traceHeader]] }, logs };
}
