/** The registry API against events from anyone. */
import { expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import fc from 'fast-check';
import { PROBLEMS } from '#core/registry/problem.ts';
import { expectDiscreetLog } from '../../support/discreet-log.ts';
import { alienEvent, type EventModels, FUZZ_RUNS, hostileEvent } from '../../support/hostile-events.ts';
import { expectLegalAnswer } from '../../support/legal-answer.ts';
import { registryEvent } from '../../support/registry-caller.ts';
import { sampledOperations, seededRegistry } from '../../support/registry-samples.ts';
import { tally } from '../../support/tally.ts';

/** The same keys and secrets each time, so that events fit every registry that is made. */
function aRegistry() {
  let made = 0;
  return seededRegistry({ randomBytes: (count) => new Uint8Array(count).fill(++made) });
}

let registry = await aRegistry();
const taken = sampledOperations.map(({ route, path, body, headers }) =>
  registryEvent(route.method, registry.pathOf(path), body, { headers: { 'Idempotency-Key': 'k', ...headers } }),
);
/** Of events that are refused as they are. */
const refused = [
  registryEvent('POST', '/clients', { clientId: 'acme', displayName: 'Acme', email: 'a@acme.example' }),
  registryEvent('DELETE', '/products/orders', undefined, { headers: { 'If-Match': '*' } }),
  registryEvent('PATCH', '/clients/acme', { status: 'disabled' }, { headers: { 'If-Match': '"1-00000000"' } }),
];
const models: EventModels = {
  good: [...taken, ...refused, ...refused],
  words: [
    ...[
      'orders',
      'acme',
      'spare',
      registry.active.consumerKey,
      registry.active.consumerSecret,
      '*',
      '"1-00000000"',
      'W/"x"',
    ],
    ...[
      'application/json',
      'application/merge-patch+json; charset=utf-8',
      '/products',
      '/clients/acme',
      '/openapi.json',
    ],
    ...[
      'null',
      '[]',
      '{}',
      '0',
      '"x"',
      '{"a":1}',
      ',"projects":[{}]',
      ',"scopes":["a","a"]',
      '"expiresAt":1',
      'x'.repeat(70_000),
    ],
    ...[
      '2030-01-01T00:00:00Z',
      '24h',
      `[${'0,'.repeat(20_000)}0]`,
      '['.repeat(20_000),
      ',"attributes":{"__proto__":"x"}',
    ],
  ],
};

const STATUSES = new Set([
  ...sampledOperations.map(({ route }) => route.success.status),
  ...Object.values(PROBLEMS).map(({ status }) => status),
]);

function expectWellFormed({ headers = {}, ...answer }: Awaited<ReturnType<typeof registry.handler>>): void {
  expectLegalAnswer({ headers, ...answer }, STATUSES, 300_000);
  const { statusCode, body } = answer;
  if (headers['cache-control'] !== 'no-store') throw new Error('An answer may be stored.');
  const json = body === '' ? undefined : JSON.parse(body);
  if (statusCode < 300) return;
  const problem = Object.entries(PROBLEMS).find(([code]) => json?.type === `urn:tollgate:problem:${code}`)?.[1];
  if (problem?.status !== statusCode || problem.title !== json.title || json.status !== statusCode) {
    throw new Error(`The problem is ${body}.`);
  }
  if (headers['content-type'] !== 'application/problem+json') throw new Error('A problem has another media type.');
}

function expectDiscreet(): void {
  const lines = registry.lines.map(({ event, ...fields }) => ({ event, fields }));
  expectDiscreetLog(lines, [registry.active.consumerSecret]);
  registry.lines.length = 0;
}

/** What was changed must not decide about the next event. */
async function startAnew(): Promise<void> {
  registry = await aRegistry();
}

test('whatever the contents of an event, the answer is well-formed, and a refused request has changed nothing', async () => {
  const seen = tally();
  const before = JSON.stringify(registry.stored());
  await fc.assert(
    fc.asyncProperty(hostileEvent<APIGatewayProxyEvent>(models), async (event) => {
      const answer = await registry.handler(event);

      expectWellFormed(answer);
      expectDiscreet();
      expect(answer.statusCode).not.toBe(500);
      const changed = JSON.stringify(registry.stored()) !== before;
      if (changed) await startAnew();
      if (changed) expect(answer.statusCode).toBeLessThan(300);
      seen.add(String(answer.statusCode));
    }),
    { numRuns: FUZZ_RUNS },
  );
  for (const status of ['200', '201', '204', '400', '404', '405', '409', '412']) {
    expect(seen.share(status)).toBeGreaterThan(0.005);
  }
}, 600_000);

test('events of another shape are answered well-formed as well', async () => {
  await fc.assert(
    fc.asyncProperty(alienEvent(models), async (event) => {
      const answer = await registry.handler(event as APIGatewayProxyEvent);

      expectWellFormed(answer);
      expectDiscreet();
      if (answer.statusCode < 300) await startAnew();
    }),
    { numRuns: FUZZ_RUNS / 4 },
  );
}, 600_000);
