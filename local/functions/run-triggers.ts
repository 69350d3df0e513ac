/** Runs the template's triggers: functions that a deployment invokes once, before it counts as done. */

import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { numberOf, stringOf } from '../json-value.ts';
import type { FunctionInvoker, FunctionOutcome } from './function-invoker.ts';

/** @throws Error that names the trigger and what its function said, when one fails. */
export async function runTriggers(resources: readonly ResolvedResource[], functions: FunctionInvoker): Promise<void> {
  for (const resource of resources) {
    if (resource.type !== 'Custom::Trigger') continue;
    const { HandlerArn, InvocationType, Timeout } = resource.properties;
    if (InvocationType === 'DryRun') continue;
    const invocation = functions.invoke(stringOf(HandlerArn) ?? '', {});
    if (InvocationType === 'Event') continue;
    const outcome = await withLimit(invocation, numberOf(Timeout) ?? 120_000);
    if (!outcome.ok) {
      const logs = outcome.logs.map((line) => `\n  ${line}`).join('');
      const { errorType, errorMessage } = outcome;
      throw new Error(
        `The trigger ${resource.stackName}/${resource.logicalId} failed: ${errorType}: ${errorMessage}${logs}`,
      );
    }
  }
}

async function withLimit(invocation: Promise<FunctionOutcome>, limitMs: number): Promise<FunctionOutcome> {
  const { promise, resolve } = Promise.withResolvers<FunctionOutcome>();
  const errorMessage = `no answer within ${limitMs / 1000} s`;
  const timer = setTimeout(() => resolve({ ok: false, errorType: 'Timeout', errorMessage, logs: [] }), limitMs);
  const outcome = await Promise.race([invocation, promise]);
  clearTimeout(timer);
  return outcome;
}

/** The framework's own functions behind the triggers: this host does their work, so they need not run. */
export function triggerProviders(resources: readonly ResolvedResource[]): ReadonlySet<string> {
  const triggers = resources.filter(({ type }) => type === 'Custom::Trigger');
  return new Set(triggers.map(({ properties }) => stringOf(properties.ServiceToken) ?? ''));
}
