import { expect, test } from '@jest/globals';
import type { FunctionOutcome } from '#local/functions/function-invoker.ts';
import { runTriggers, triggerProviders } from '#local/functions/run-triggers.ts';

function trigger(logicalId: string, properties: Record<string, unknown>) {
  return { logicalId, stackName: 'Top', type: 'Custom::Trigger', physicalId: logicalId, properties, metadata: {} };
}

function invoker(outcome: FunctionOutcome) {
  const called: string[] = [];
  const invoke = async (arn: string) => {
    called.push(arn);
    return outcome;
  };
  return { called, invoke };
}

test('invokes the handlers in order, but not those of a dry run', async () => {
  const functions = invoker({ ok: true, payload: null, logs: [] });

  await runTriggers(
    [
      trigger('One', { HandlerArn: 'one', InvocationType: 'RequestResponse', Timeout: '1000' }),
      trigger('Dry', { HandlerArn: 'dry', InvocationType: 'DryRun' }),
      trigger('Two', { HandlerArn: 'two', InvocationType: 'Event' }),
    ],
    functions,
  );

  expect(functions.called).toEqual(['one', 'two']);
});

test('fails with the name of the trigger and what its function said', async () => {
  const functions = invoker({ ok: false, errorType: 'Error', errorMessage: 'no key', logs: ['making a key'] });

  await expect(runTriggers([trigger('One', { HandlerArn: 'one' })], functions)).rejects.toThrow(
    'The trigger Top/One failed: Error: no key\n  making a key',
  );
});

test('gives up on a handler after the time that the trigger allows', async () => {
  const functions = { invoke: () => new Promise<never>(() => undefined) };

  await expect(runTriggers([trigger('One', { Timeout: '20' })], functions)).rejects.toThrow('no answer within 0.02 s');
});

test('knows the functions that stand behind triggers', () => {
  expect([...triggerProviders([trigger('One', { ServiceToken: 'provider' })])]).toEqual(['provider']);
});
