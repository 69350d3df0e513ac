/** Says in a word why a request was refused, for the host's line about it. */
import { isObject } from '../json-value.ts';
import type { Refusal } from './refusal.ts';

interface Evidence {
  readonly refusal?: Refusal | undefined;
  readonly variables?: Readonly<Record<string, string | number>> | undefined;
  readonly logs?: readonly string[] | undefined;
}

/**
 * The `reason` or `error` that an authorizer gave with its Deny, else the last `reason` that a function logged as JSON
 * in this call, else the type of the gateway response.
 */
export function refusalReason({ refusal, variables, logs }: Evidence): string | undefined {
  const told = refusal?.type === 'ACCESS_DENIED' ? (variables?.reason ?? variables?.error) : undefined;
  const reason = told ?? loggedReason(logs ?? []) ?? refusal?.type;
  return reason === undefined ? undefined : String(reason).slice(0, 200);
}

function loggedReason(logs: readonly string[]): string | undefined {
  return logs
    .map((line) => {
      const entry = parseJson(line);
      return isObject(entry) && typeof entry.reason === 'string' ? entry.reason : undefined;
    })
    .findLast((reason) => reason !== undefined);
}

function parseJson(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
