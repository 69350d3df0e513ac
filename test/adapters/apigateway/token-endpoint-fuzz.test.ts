/** The token endpoint, with introspection, revocation and its documents, against events from anyone. */
import { expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import fc from 'fast-check';
import { createTokenEndpoint } from '#adapters/apigateway/token-endpoint.ts';
import { JWT_BEARER } from '#core/oauth/client-assertion.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { aProxyEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { anAssertion, ecKeyPair } from '../../support/client-assertions.ts';
import { expectDiscreetLog, type LoggedLine } from '../../support/discreet-log.ts';
import { alienEvent, type EventModels, FUZZ_RUNS, hostileEvent, MARK } from '../../support/hostile-events.ts';
import { inMemoryAssertionUses } from '../../support/in-memory-assertion-uses.ts';
import { inMemoryTokenRevocations } from '../../support/in-memory-token-revocations.ts';
import { expectLegalAnswer } from '../../support/legal-answer.ts';
import { tally } from '../../support/tally.ts';
import {
  aTokenWorld,
  CONSUMER_KEY,
  ISSUER,
  impatientClock,
  issuedToken,
  NOW,
  SECRET,
  WRONG_SECRET,
} from '../../support/token-world.ts';

const world = aTokenWorld();
const clientKey = ecKeyPair();
const [subscription] = world.registry.subscriptions.all();
if (subscription !== undefined) world.registry.subscriptions.put({ ...subscription, jwks: { keys: [clientKey.jwk] } });
const token = await issuedToken(world);

const basic = (secret: string) => `Basic ${Buffer.from(`${CONSUMER_KEY}:${secret}`).toString('base64')}`;
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const post = (path: string, body: string, headers: CallFields['headers'] = {}) =>
  aProxyEvent({ method: 'POST', path, body, headers: { ...form, ...headers } });
const assertion = anAssertion(clientKey, { consumerKey: CONSUMER_KEY, issuer: ISSUER, now: NOW });
const asserted = `client_assertion_type=${encodeURIComponent(JWT_BEARER)}&client_assertion=${assertion}`;
const inBody = `client_id=${CONSUMER_KEY}&client_secret=${SECRET}`;

const models: EventModels = {
  good: [
    post('/AccessToken', 'grant_type=client_credentials', { Authorization: basic(SECRET) }),
    post('/AccessToken', `grant_type=client_credentials&scope=orders%3Aread&${inBody}`),
    post('/AccessToken', 'grant_type=client_credentials', { Authorization: basic(WRONG_SECRET) }),
    post('/AccessToken', `grant_type=client_credentials&${asserted}&resource=${encodeURIComponent(ISSUER)}`),
    post('/oauth/introspect', `token=${token}&token_type_hint=access_token`, { Authorization: basic(SECRET) }),
    post('/oauth/revoke', `token=${token}&${inBody}`),
    ...['jwks.json', 'oauth-authorization-server', 'openid-configuration'].map((name) =>
      aProxyEvent({ path: `/.well-known/${name}`, headers: { 'If-None-Match': '*' } }),
    ),
  ],
  words: [
    ...[
      token,
      SECRET,
      WRONG_SECRET,
      CONSUMER_KEY,
      basic(SECRET),
      basic(WRONG_SECRET),
      'Basic ',
      'Bearer x',
      '*',
      '"*"',
    ],
    ...['client_credentials', 'password', 'orders:read', 'orders:read orders:write', 'application/json', inBody],
    ...[
      '&grant_type=',
      '&scope=',
      '&token=',
      '&client_assertion=x',
      '&resource=',
      assertion,
      asserted,
      `&${asserted}`,
      'application/x-www-form-urlencoded; charset="x',
    ],
    ...['/AccessToken', '/oauth/introspect', '/oauth/revoke', '/.well-known/jwks.json', '/AccessToken/'],
  ],
};

let lines: LoggedLine[] = [];
const down = () => Promise.reject(new Error('throttled'));
const damagedItem = () => Promise.reject(new UnreadableItemError('Subscriptions', CONSUMER_KEY, 'secrets'));
const OUTAGES = {
  none: {},
  registry: { subscriptions: { get: down } },
  clients: { clients: { get: down } },
  item: { subscriptions: { get: damagedItem } },
  keys: { sign: down, publicKeys: down, readSignedToken: down },
} as const;

/** The function, with no token revoked and no assertion used yet: the good ones are good each time. */
function endpoint(outage: keyof typeof OUTAGES) {
  lines = [];
  return createTokenEndpoint({
    ...world.issuing,
    readSignedToken: world.authorizing.readSignedToken,
    revocations: inMemoryTokenRevocations(),
    assertionUses: inMemoryAssertionUses(),
    audience: ISSUER,
    catalogue: world.catalogue,
    issuer: ISSUER,
    gatewayUrl: ISSUER,
    publicKeys: async () => [world.keyPair.publicJwk],
    recordUse: async () => {},
    startRefusalClock: () => impatientClock,
    log: (event, fields) => void lines.push({ event, fields }),
    ...OUTAGES[outage],
  });
}

const STATUSES = new Set([200, 304, 400, 401, 404, 405, 503]);
const ERRORS = new Set([
  ...['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope', 'invalid_target'],
  ...['not_found', 'method_not_allowed', 'temporarily_unavailable'],
]);

function expectWellFormed(answer: Awaited<ReturnType<ReturnType<typeof endpoint>>>): void {
  expectLegalAnswer(answer, STATUSES, 3_000);
  const { statusCode, headers = {}, body } = answer;
  const said = JSON.stringify([headers, body]);
  if (said.includes(MARK) || said.includes(SECRET)) throw new Error(`The answer repeats the request: ${said}`);
  if (statusCode === 304) return;
  const json = JSON.parse(body);
  if (statusCode === 200) return;
  if (!ERRORS.has(json.error)) throw new Error(`The error is ${json.error}.`);
  if (headers['Cache-Control'] !== 'no-store') throw new Error('An error may be stored.');
  if ((statusCode === 401) !== 'WWW-Authenticate' in headers) throw new Error('401 and the challenge go together.');
}

const outages = fc.constantFrom<keyof typeof OUTAGES>('none', 'none', 'none', 'none', ...(Object.keys(OUTAGES) as []));

test('whatever the contents of an event, the answer is well-formed, repeats nothing, and is 503 in an outage alone', async () => {
  const seen = tally();
  await fc.assert(
    fc.asyncProperty(hostileEvent<APIGatewayProxyEvent>(models), outages, async (event, outage) => {
      const answer = await endpoint(outage)(event);

      expectWellFormed(answer);
      expectDiscreetLog(lines, [SECRET, token, assertion]);
      if (answer.statusCode === 503) expect(outage).not.toBe('none');
      seen.add(String(answer.statusCode));
    }),
    { numRuns: FUZZ_RUNS },
  );
  for (const status of ['200', '304', '400', '401', '405', '503']) expect(seen.share(status)).toBeGreaterThan(0.02);
}, 600_000);

test('events of another shape are answered well-formed as well, and never with a token', async () => {
  await fc.assert(
    fc.asyncProperty(alienEvent(models), async (event) => {
      const answer = await endpoint('none')(event as APIGatewayProxyEvent);

      expectWellFormed(answer);
      expectDiscreetLog(lines, [SECRET, token, assertion]);
    }),
    { numRuns: FUZZ_RUNS / 4 },
  );
}, 600_000);
