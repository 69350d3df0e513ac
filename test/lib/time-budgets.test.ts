/** Every function has time to answer by itself before Lambda breaks it off, and Lambda does before API Gateway gives up. */
import { describe, expect, test } from '@jest/globals';
import { DYNAMODB_LIMITS } from '#adapters/dynamodb/document-client.ts';
import { KMS_LIMITS } from '#adapters/keys/kms-client.ts';
import { PRIMING_BUDGET } from '#adapters/runtime/prime.ts';
import { testTemplates } from '../support/test-templates.ts';
import { TIME_BUDGETS } from '../support/time-budgets.ts';

/** Milliseconds. */
const API_GATEWAY = 29_000;
const LAMBDA_INIT = 10_000;
/** For all that is no question to a service: a record of a secret's use, signatures, parsing, at a small share of a processor. */
const OWN_WORK = 500;

/** Milliseconds, by a part of the function's description. */
function timeoutOf(description: string): number {
  const functions = Object.values<{ Type: string; Properties: { Description?: string; Timeout: number } }>(
    testTemplates('alpha').gateway.toJSON().Resources,
  ).filter(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Description?.includes(description));
  expect(functions).toHaveLength(1);
  return (functions[0]?.Properties.Timeout ?? 0) * 1_000;
}

test('an attempt and its retry fit into the budget of a question', () => {
  for (const { connectionTimeout, requestTimeout, maxAttempts, budget } of [DYNAMODB_LIMITS, KMS_LIMITS]) {
    expect(connectionTimeout).toBeLessThan(requestTimeout);
    // Between two attempts after a fault that passes the SDK waits for 50 ms at most.
    expect(maxAttempts * requestTimeout + (maxAttempts - 1) * 50).toBeLessThanOrEqual(budget);
  }
});

test('what a function does while it starts ends by itself, before priming does, and that before Lambda breaks it off', () => {
  expect(DYNAMODB_LIMITS.budget + KMS_LIMITS.budget).toBeLessThan(PRIMING_BUDGET);
  expect(PRIMING_BUDGET + OWN_WORK).toBeLessThan(LAMBDA_INIT);
});

describe('the longest path of a function fits into its time-out, and that into API Gateway’s', () => {
  test.each([
    ['issues access tokens', TIME_BUDGETS.token.longest],
    ['issues access tokens', TIME_BUDGETS.introspection.longest],
    ['issues access tokens', TIME_BUDGETS.revocation.longest],
    ['issues access tokens', TIME_BUDGETS.keySet.longest],
    ['verifies access tokens', TIME_BUDGETS.verifier.longest],
    ['verifies and forwards calls', TIME_BUDGETS.verifyAndForward.longest],
    ['keeps products', TIME_BUDGETS.registry.longest],
    ['removes tokens from calls', TIME_BUDGETS.forward.longest],
    ['serves the WSDL files', 0],
  ])('%s: %i ms', (description, longest) => {
    const timeout = timeoutOf(description);

    expect(longest + OWN_WORK).toBeLessThan(timeout);
    expect(timeout).toBeLessThan(API_GATEWAY);
  });
});
