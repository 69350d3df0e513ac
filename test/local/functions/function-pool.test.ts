import { expect, test } from '@jest/globals';
import { createFunctionPool } from '#local/functions/function-pool.ts';

const message = {
  kind: 'invoke',
  event: '{}',
  timeoutMs: 1000,
  context: {
    awsRequestId: 'request-1',
    functionName: 'greeter',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greeter',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/greeter',
    logStreamName: 'stream-1',
  },
} as const;

test('answers each invocation with why no environment could be started, and does not leave it waiting', async () => {
  const pool = createFunctionPool(() => {
    throw new Error('no threads left');
  });

  pool.prewarm();
  const outcomes = await Promise.all([pool.invoke(message), pool.invoke(message), pool.invoke(message)]);

  const refused = expect.objectContaining({
    ok: false,
    errorType: 'Runtime.NotStarted',
    errorMessage: expect.stringContaining('no threads left'),
  });
  expect(outcomes).toEqual([refused, refused, refused]);
});
