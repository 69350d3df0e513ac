/** Lambda authorizers: asks the function or the cache, and decides by the policy for the method at hand. */
import type { FunctionInvoker } from '../functions/function-invoker.ts';
import { type AuthorizerAnswer, parseAuthorizerAnswer } from './authorizer-answer.ts';
import { type AuthorizerCache, authorizerCacheKey } from './authorizer-cache.ts';
import { within } from './deadline.ts';
import type { Invocation } from './invocation.ts';
import { requestAuthorizerEvent } from './lambda-proxy-event.ts';
import { allValues } from './parameter-mapping.ts';
import { evaluatePolicy } from './policy-evaluation.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { AuthorizerModel } from './rest-api-model.ts';

export interface AuthorizerOutcome {
  /** `undefined` lets the request pass. */
  readonly refusal?: Refusal;
  readonly source: 'none' | 'invoked' | 'cached';
  /** `context.authorizer.*`; known for a Deny too. */
  readonly variables?: Readonly<Record<string, string | number>>;
  readonly logs?: readonly string[];
}

interface Surroundings {
  readonly functions: FunctionInvoker;
  readonly cache: AuthorizerCache;
}

/** How long API Gateway waits for an authorizer, `ms`. */
const TIMEOUT_MS = 30_000;

/** @param methodArn of the request, with the path as sent */
export async function authorize(
  authorizer: AuthorizerModel,
  invocation: Invocation,
  methodArn: string,
  { functions, cache }: Surroundings,
): Promise<AuthorizerOutcome> {
  const keepsResults = authorizer.resultTtlSeconds > 0;
  const identity = identityOf(authorizer, invocation);
  if (identity === 'missing') return { refusal: refuse('UNAUTHORIZED'), source: 'none' };

  const key = authorizerCacheKey(authorizer.authorizerId, invocation.stage.name, identity);
  const cached = keepsResults ? cache.get(key, Date.now()) : undefined;
  if (cached !== undefined) return decide(cached, methodArn, 'cached', 0);

  const asked = performance.now();
  const event = eventFor(authorizer, invocation, methodArn, identity);
  const outcome = await within(TIMEOUT_MS, functions.invoke(authorizer.functionArn, event));
  if (outcome === 'late') return { refusal: refuse('AUTHORIZER_FAILURE'), source: 'invoked' };
  const { logs } = outcome;
  if (!outcome.ok) {
    const refusal = refuse(outcome.errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE');
    return { refusal, source: 'invoked', logs };
  }
  const answer = parseAuthorizerAnswer(outcome.payload);
  if (answer === undefined) return { refusal: refuse('AUTHORIZER_CONFIGURATION_ERROR'), source: 'invoked', logs };
  cache.put(key, answer, Date.now(), authorizer.resultTtlSeconds);
  return { ...decide(answer, methodArn, 'invoked', Math.round(performance.now() - asked)), logs };
}

/**
 * All values of each identity source, so that a second one can't hide behind a cached answer. All sources must be there where results are cached, and for a TOKEN authorizer always;
 * otherwise the function is asked whatever is missing.
 */
function identityOf(
  { type, identitySources, resultTtlSeconds, validation }: AuthorizerModel,
  invocation: Invocation,
): readonly (readonly string[])[] | 'missing' {
  const identity = identitySources.map((source) => allValues(source, invocation));
  const complete = identity.every((values) => values.length > 0 && values.every((value) => value !== ''));
  if (!complete && (resultTtlSeconds > 0 || type === 'TOKEN')) return 'missing';
  const token = identity[0]?.at(-1) ?? '';
  return type === 'TOKEN' && validation?.test(token) === false ? 'missing' : identity;
}

function eventFor(
  { type }: AuthorizerModel,
  invocation: Invocation,
  methodArn: string,
  identity: readonly (readonly string[])[],
) {
  return type === 'TOKEN'
    ? { type, methodArn, authorizationToken: identity[0]?.at(-1) ?? '' }
    : requestAuthorizerEvent(invocation, methodArn);
}

function decide(
  { policy, variables }: AuthorizerAnswer,
  methodArn: string,
  source: 'invoked' | 'cached',
  integrationLatency: number,
): AuthorizerOutcome {
  const decision = evaluatePolicy(policy, methodArn);
  const told = { ...variables, integrationLatency };
  if (decision === 'allow') return { source, variables: told };
  const explicitly = ' with an explicit deny in an identity-based policy';
  const message = `User is not authorized to access this resource${decision === 'explicit-deny' ? explicitly : ''}`;
  return { refusal: refuse('ACCESS_DENIED', { message }), source, variables: told };
}
