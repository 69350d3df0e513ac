/** The verifier as an authorizer, against events from anyone. */
import { expect, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import fc from 'fast-check';
import { createAccessAuthorizer } from '#adapters/apigateway/access-authorizer.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { anAuthorizerEvent } from '../../support/api-gateway-events.ts';
import { expectDiscreetLog, type LoggedLine } from '../../support/discreet-log.ts';
import { alienEvent, type EventModels, FUZZ_RUNS, hostileEvent, MARK } from '../../support/hostile-events.ts';
import { aProduct } from '../../support/registry-fixtures.ts';
import { tally } from '../../support/tally.ts';
import { aTokenWorld, CONSUMER_KEY, issuedToken } from '../../support/token-world.ts';

const world = aTokenWorld();
world.registry.products.put(aProduct({ projects: [{ projectId: 'orders' }, { projectId: 'legacy' }] }));
const token = await issuedToken(world);
const poor = await issuedToken(world, 'orders:write');

const orders = { path: '/orders/1/items', resource: '/orders/{proxy+}' };
const legacy = { path: '/legacy/x', resource: '/legacy/{proxy+}' };
const models: EventModels = {
  good: [
    anAuthorizerEvent({ ...orders, headers: { Authorization: `Bearer ${token}` } }),
    anAuthorizerEvent({
      ...orders,
      path: '/orders',
      resource: '/orders',
      headers: { authorization: `bearer ${token}` },
    }),
    anAuthorizerEvent({ ...orders, method: 'DELETE', headers: { Authorization: `Bearer ${poor}` } }),
    anAuthorizerEvent({ ...legacy, query: { access_token: token } }),
  ],
  words: [
    ...[token, poor, `Bearer ${token}`, `Bearer ${token},Bearer ${token}`, 'Basic x', '/orders/1/items', '/legacy/x'],
    ...['/orders/../legacy', '/legacy', '/legacy/{proxy+}', '/orders/{proxy+}', `${token}=`],
  ],
};

let lines: LoggedLine[] = [];
const down = () => Promise.reject(new Error('throttled'));
const OUTAGES = {
  none: {},
  registry: { subscriptions: { get: down } },
  item: { clients: { get: () => Promise.reject(new UnreadableItemError('Clients', 'acme', 'status')) } },
  keys: { readSignedToken: down },
} as const;

/** The verdict, `Unauthorized`, or the fault that API Gateway makes 503 of. */
async function verdictOn(event: unknown, outage: keyof typeof OUTAGES) {
  lines = [];
  const authorizer = createAccessAuthorizer({
    ...world.authorizing,
    log: (said, fields) => void lines.push({ event: said, fields }),
    ...OUTAGES[outage],
  });
  try {
    return await authorizer(event as APIGatewayRequestAuthorizerEvent);
  } catch (thrown) {
    return thrown instanceof Error && thrown.message === 'Unauthorized'
      ? ('Unauthorized' as const)
      : ('fault' as const);
  }
}

type Verdict = Awaited<ReturnType<typeof verdictOn>>;

/** A policy that API Gateway takes: one statement on this very request, and a context of short texts for a header or JSON. */
function expectWellFormed(verdict: Verdict, event: unknown): void {
  if (typeof verdict === 'string') return;
  const { methodArn } = event as APIGatewayRequestAuthorizerEvent;
  const { principalId, policyDocument, context, ...rest } = verdict;
  const [statement, ...others] = policyDocument.Statement as unknown as Record<string, string>[];
  const { Effect: effect = '', Resource: resource = '' } = statement ?? {};
  const allowed = effect === 'Allow';
  expect(rest).toEqual({});
  expect(others).toEqual([]);
  expect(principalId).toBe(allowed ? CONSUMER_KEY : 'anonymous');
  if (!allowed && effect !== 'Deny') throw new Error(`The effect is ${effect}.`);
  if (resource.length > 512) throw new Error(`The resource has ${resource.length} characters.`);
  if (resource !== methodArn && (allowed || methodArn.slice(0, 511) !== resource.slice(0, -1))) {
    throw new Error(`The verdict on ${methodArn} is for ${resource}.`);
  }
  for (const [name, value] of Object.entries(context ?? {})) {
    if (typeof value !== 'string' || !/^[\x20-\x7e]{0,500}$/.test(value) || value.includes(MARK)) {
      throw new Error(`${name} is ${JSON.stringify(value)}.`);
    }
  }
  if (allowed && !JSON.stringify(event).includes(token) && !JSON.stringify(event).includes(poor)) {
    throw new Error('A call without a token is let through.');
  }
}

const outages = fc.constantFrom<keyof typeof OUTAGES>('none', 'none', 'none', 'none', ...(Object.keys(OUTAGES) as []));
const methodArn = (event: APIGatewayRequestAuthorizerEvent) => ({
  ...event,
  methodArn: `arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/test/${event.httpMethod}${event.path}`,
});

test('whatever the contents of an event, the verdict is a policy for it or Unauthorized, and a fault in an outage alone', async () => {
  const seen = tally();
  const events = hostileEvent<APIGatewayRequestAuthorizerEvent>(models).map(methodArn);
  await fc.assert(
    fc.asyncProperty(events, outages, async (event, outage) => {
      const verdict = await verdictOn(event, outage);

      expectWellFormed(verdict, event);
      expectDiscreetLog(lines, [token, poor]);
      if (verdict === 'fault') expect(outage).toMatch(/registry|keys/);
      seen.add(typeof verdict === 'string' ? verdict : String(verdict.policyDocument.Statement[0]?.Effect));
    }),
    { numRuns: FUZZ_RUNS },
  );
  for (const kind of ['Allow', 'Deny', 'Unauthorized', 'fault']) expect(seen.share(kind)).toBeGreaterThan(0.04);
}, 600_000);

test('events of another shape get a policy for what they name, Unauthorized or a fault that is logged', async () => {
  await fc.assert(
    fc.asyncProperty(alienEvent(models), async (event) => {
      const verdict = await verdictOn(event, 'none');

      expectWellFormed(verdict, event);
      expectDiscreetLog(lines, [token, poor]);
      if (verdict === 'fault') expect(lines.at(-1)?.event).toBe('verifier out of order');
    }),
    { numRuns: FUZZ_RUNS / 4 },
  );
}, 600_000);
