/** Reads what an authorizer function returned. */

import { isObject } from '../json-value.ts';
import { type Policy, parsePolicy } from './policy-evaluation.ts';

export interface AuthorizerAnswer {
  readonly policy: Policy;
  /** `principalId` and the context, all as text; `context.authorizer.*`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** @returns `undefined` for a malformed answer: no principal, no valid policy, or a context value that is no scalar */
export function parseAuthorizerAnswer(payload: unknown): AuthorizerAnswer | undefined {
  if (!isObject(payload)) return undefined;
  const { principalId, context = {} } = payload;
  const policy = parsePolicy(payload.policyDocument);
  const variables = parseContext(context === null ? {} : context);
  if (typeof principalId !== 'string' || principalId === '' || policy === undefined || variables === undefined) {
    return undefined;
  }
  return { policy, variables: { ...variables, principalId } };
}

function parseContext(context: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(context)) return undefined;
  const entries = Object.entries(context);
  return entries.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    ? Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
    : undefined;
}
