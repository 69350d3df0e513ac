import { expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createForward } from '#adapters/apigateway/forward.ts';
import type { ForwardDependencies } from '#adapters/apigateway/forward-event.ts';
import type { BackendAnswer } from '#adapters/http/call-backend.ts';
import { deployedCatalogue, targetVariable } from '#core/catalog/deployed-catalogue.ts';
import type { ForwardFailure } from '#core/forwarding/forward-failure.ts';
import { failure, success } from '#core/result.ts';
import { aProxyEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { catalogueOfOrders, development } from '../../support/orders-catalogue.ts';

/** What the forward function returns when its backend answers so, and what it logs. */
async function forwarded(callBackend: ForwardDependencies['callBackend'], fields: CallFields = {}) {
  const logged: unknown[] = [];
  const forward = createForward({
    catalogue: deployedCatalogue(catalogueOfOrders, development),
    callBackend,
    log: (...entry) => void logged.push(entry),
  });
  const result = await forward(
    aProxyEvent({
      path: '/legacy/x',
      resource: '/legacy/{proxy+}',
      authorizer: { tollgate: 'client="acme"' },
      stageVariables: { [targetVariable('legacy')]: 'https://legacy.example.com' },
      ...fields,
    }),
  );
  return { result, logged };
}

const answering = (answer: Partial<BackendAnswer>) => async () =>
  success({ status: 200, headers: [], body: Buffer.alloc(0), ...answer });

test.each<[ForwardFailure['reason'], number, string, string]>([
  ['backend_timeout', 504, 'gateway_timeout', 'The backend did not answer in time.'],
  ['backend_unreachable', 502, 'bad_gateway', 'The backend could not be reached.'],
  ['answer_malformed', 502, 'bad_gateway', 'The backend broke off its answer, or it is not HTTP.'],
  ['answer_too_large', 502, 'bad_gateway', 'The answer of the backend is too large to be passed on.'],
  ['target_left', 400, 'bad_request', 'The path holds dot segments, empty segments or encoded separators.'],
])('a call that fails with %s is %i in words, and is logged', async (reason, statusCode, error, description) => {
  const { result, logged } = await forwarded(async () => failure({ reason }));

  expect(result).toMatchObject({ statusCode, headers: { 'Cache-Control': 'no-store' } });
  expect(JSON.parse(result.body)).toEqual({ error, error_description: description });
  expect(logged).toEqual([['call not forwarded', { requestId: 'request-1', reason }]]);
});

test('a fault is 502 and says nothing of what happened', async () => {
  const { result, logged } = await forwarded(async () => {
    throw new Error('secret');
  });

  expect(result.statusCode).toBe(502);
  expect(result.body).not.toContain('secret');
  expect(logged).toHaveLength(1);
});

test.each([
  null,
  { requestContext: { elb: {} }, httpMethod: 'GET', path: '/legacy/x' },
  { ...aProxyEvent({ path: '/legacy/x' }), multiValueHeaders: { a: 'b' } },
])('the event of something else is 503, and calls nothing: %j', async (event) => {
  const logged: unknown[] = [];
  const forward = createForward({
    catalogue: deployedCatalogue(catalogueOfOrders, development),
    callBackend: () => {
      throw new Error('The backend was called.');
    },
    log: (...entry) => void logged.push(entry),
  });

  const answer = await forward(event as unknown as APIGatewayProxyEvent);

  expect(answer).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '5' } });
  expect(logged).toMatchObject([['forward out of order', { fault: 'AlienEventError' }]]);
});

test('what is returned stays below 6 MB: headers and body count together', async () => {
  const headers = [['X-A', 'a'.repeat(300_000)]] as const;

  const fits = await forwarded(answering({ headers, body: Buffer.alloc(4_400_000) }));
  const doesNot = await forwarded(answering({ headers, body: Buffer.alloc(4_500_000) }));

  expect(fits.result.statusCode).toBe(200);
  expect(Buffer.byteLength(JSON.stringify(fits.result))).toBeLessThanOrEqual(6_291_456);
  expect(doesNot.result.statusCode).toBe(502);
  expect(doesNot.logged).toEqual([['call not forwarded', { requestId: 'request-1', reason: 'answer_too_large' }]]);
});
