/** The functions that make calls to backends, with and without verifying, against events from anyone. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { createForward } from '#adapters/apigateway/forward.ts';
import { createVerifyAndForward } from '#adapters/apigateway/verify-and-forward.ts';
import { deployedCatalogue, secretVariable, targetVariable } from '#core/catalog/deployed-catalogue.ts';
import type { BackendCall } from '#core/forwarding/forward-call.ts';
import type { ForwardFailure } from '#core/forwarding/forward-failure.ts';
import { failure, success } from '#core/result.ts';
import { aProxyEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { expectDiscreetLog, type LoggedLine } from '../../support/discreet-log.ts';
import { alienEvent, type EventModels, FUZZ_RUNS, hostileEvent, MARK } from '../../support/hostile-events.ts';
import { expectLegalAnswer } from '../../support/legal-answer.ts';
import { aProduct } from '../../support/registry-fixtures.ts';
import { tally } from '../../support/tally.ts';
import { alpha, testCatalogue } from '../../support/test-catalogue.ts';
import { aTokenWorld, issuedToken } from '../../support/token-world.ts';
import { weatherProject } from '../../support/weather-catalogue.ts';
import { envelope, GET_FORECAST, SOAP_12 } from '../../support/weather-service.ts';

const deployed = deployedCatalogue(testCatalogue, alpha);
const catalogue = { ...deployed, projects: [...deployed.projects, weatherProject()] };
const world = aTokenWorld();
world.registry.products.put(
  aProduct({
    projects: ['forms-1', 'desk', 'weather', 'ledger', 'archive', 'mailbox'].map((projectId) => ({ projectId })),
    scopes: ['forms:send', 'weather:read', 'archive:read'],
  }),
);
const token = await issuedToken(world);

const GATEWAY_SECRET = 'a-gateway-secret';
const BASE = 'https://backend.example.com/base';
const stageVariables = Object.fromEntries(
  catalogue.projects.flatMap(({ projectId }) => [
    [targetVariable(projectId), BASE],
    [secretVariable(projectId), GATEWAY_SECRET],
  ]),
);
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const bearer = { Authorization: `Bearer ${token}` };
const call = (path: string, resource: string, fields: CallFields = {}) =>
  aProxyEvent({ method: 'POST', path, resource, stageVariables, authorizer: { tollgate: 'client="acme"' }, ...fields });
const soap = { ...bearer, 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '"urn:weather/GetForecast"' };

const models: EventModels = {
  good: [
    call('/forms/1/x', '/forms/1/{proxy+}', { headers: form, body: `a=1&access_token=${token}&b=2` }),
    call('/forms/1/x', '/forms/1/{proxy+}', { headers: { ...bearer, Connection: 'x' }, query: { a: ['1', 'ü'] } }),
    call('/forms/1/open', '/forms/1/open', { headers: form, body: `access_token=${token}` }),
    call('/desk/tickets', '/desk/tickets', { query: { token }, headers: { Referer: `https://x/?token=${token}` } }),
    call('/archive/status', '/archive/status', { method: 'GET' }),
    call('/ledger/a', '/ledger/{proxy+}', { method: 'GET', query: { key: token, b: '1' } }),
    call('/mailbox/a', '/mailbox/{proxy+}', { query: { access_token: token }, headers: { 'X-Mailbox-Key': 'x' } }),
    call('/weather', '/weather', { headers: soap, body: envelope(GET_FORECAST) }),
    call('/weather', '/weather', {
      headers: { ...bearer, 'Content-Type': 'application/soap+xml' },
      body: envelope(GET_FORECAST, SOAP_12),
    }),
    call('/weather', '/weather', {
      headers: { ...soap, 'Content-Type': 'multipart/related; boundary=b' },
      body: `--b\r\nContent-Type: text/xml\r\n\r\n${envelope(GET_FORECAST)}\r\n--b--`,
    }),
    call('/weather/open', '/weather/open', { headers: soap, body: envelope(GET_FORECAST) }),
  ],
  words: [
    ...[token, `Bearer ${token}`, `&access_token=${token}`, '&access%5ftoken=x', 'access_token', 'gzip', 'identity'],
    ...['/forms/1/x', '/desk/partners/7', '/desk/partners/{id}', '/{proxy+}', '/vault', '/weather', '/base/../'],
    ...['application/xop+xml; type="text/xml"', 'multipart/related; boundary="="', 'text/xml; charset=utf-16'],
    ...[
      'tollgate',
      'x-mailbox-key',
      'close, tollgate, authorization',
      '<a:b/>',
      '<![CDATA[',
      '&#0;',
      '<!ENTITY a "b">',
    ],
    ...[
      '<?xml version="1.1"?>',
      '</s:Envelope>',
      '<s:Header/>',
      ' xmlns:s="x"',
      '<x>'.repeat(300),
      'https://evil.example/',
    ],
  ],
};

let lines: LoggedLine[] = [];
let calls: BackendCall[] = [];
const OUTCOMES = ['answer', 'answer', 'answer', 'backend_timeout', 'answer_too_large', 'fault'] as const;
type Outcome = (typeof OUTCOMES)[number];

const MAKERS = { 'verify and forward': createVerifyAndForward, forward: createForward };
type Maker = keyof typeof MAKERS;

async function answerTo(event: unknown, maker: Maker, outcome: Outcome, down: boolean): Promise<APIGatewayProxyResult> {
  lines = [];
  calls = [];
  return MAKERS[maker]({
    ...world.authorizing,
    ...(down && { products: { get: () => Promise.reject(new Error('throttled')) } }),
    catalogue,
    callBackend: async (made) => {
      calls.push(made);
      // As node does with what cannot be sent.
      for (const [name, value] of made.headers) {
        validateHeaderName(name);
        validateHeaderValue(name, Buffer.from(value).toString('latin1'));
      }
      if (outcome === 'fault') throw new Error('broken');
      if (outcome !== 'answer') return failure<ForwardFailure>({ reason: outcome });
      const headers = [
        ['Set-Cookie', 'a=b'],
        ['Set-Cookie', 'c=d'],
        ['Connection', 'x'],
        ['X', '1'],
      ] as const;
      return success({ status: 207, headers, body: Buffer.from([0, 255]) });
    },
    log: (said, fields) => void lines.push({ event: said, fields }),
  })(event as APIGatewayProxyEvent);
}

const STATUSES = new Set([207, 400, 401, 403, 404, 405, 415, 500, 502, 503, 504]);
const ERRORS = new Set([
  ...['invalid_request', 'invalid_token', 'insufficient_scope', 'access_denied'],
  ...['bad_request', 'not_found', 'temporarily_unavailable', 'bad_gateway', 'gateway_timeout'],
]);

function expectWellFormed(answer: APIGatewayProxyResult): void {
  expectLegalAnswer(answer, STATUSES, 3_000);
  const { statusCode, headers = {}, body } = answer;
  if (statusCode === 207) return;
  if (body.includes(token) || body.includes(GATEWAY_SECRET)) throw new Error('A refusal holds a secret.');
  if (headers['Cache-Control'] !== 'no-store') throw new Error('A refusal may be stored.');
  const mediaType = String(headers['Content-Type']);
  if (/xml/.test(mediaType)) {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw new Error(`The fault is no XML: ${error.message}: ${body}`);
    });
    parser.write(body).close();
  } else {
    // A caller may choose the request's id.
    const { error, request_id: _, ...said } = JSON.parse(body);
    if (!ERRORS.has(error)) throw new Error(`The error is ${error}.`);
    if (JSON.stringify(said).includes(MARK)) throw new Error(`A refusal repeats the request: ${body}`);
  }
}

/** Where calls went and what went with them. */
function expectSafeCalls(event: unknown, maker: Maker): void {
  for (const { url, baseUrl, headers } of calls) {
    if (baseUrl !== BASE || !(url === BASE || /^https:\/\/backend\.example\.com\/base[/?]/.test(url))) {
      throw new Error(`A call goes to ${url}.`);
    }
    const names = headers.map(([name]) => name.toLowerCase());
    if (names.filter((name) => name === 'tollgate').length !== 1) throw new Error('There is no one identity.');
    for (const name of ['authorization', 'host']) if (names.includes(name)) throw new Error(`${name} is sent on.`);
    const identity = headers.find(([name]) => name === 'tollgate')?.[1];
    if (maker === 'verify and forward' && identity !== 'public' && !JSON.stringify(event).includes(token)) {
      const body = Buffer.from((event as APIGatewayProxyEvent).body ?? '', 'base64').toString('latin1');
      if (!body.includes(token)) throw new Error('A call without a token is let through.');
    }
  }
}

const makers = fc.constantFrom<Maker>('verify and forward', 'verify and forward', 'forward');

test('whatever the contents of an event, the answer is well-formed, and calls stay at the backend', async () => {
  const seen = tally();
  const isDown = fc.nat(9).map((one) => one === 0);
  await fc.assert(
    fc.asyncProperty(
      hostileEvent<APIGatewayProxyEvent>(models),
      makers,
      fc.constantFrom(...OUTCOMES),
      isDown,
      async (event, maker, outcome, down) => {
        const answer = await answerTo(event, maker, outcome, down);

        expectWellFormed(answer);
        expectSafeCalls(event, maker);
        expectDiscreetLog(lines, [token, GATEWAY_SECRET]);
        seen.add(String(answer.statusCode));
      },
    ),
    { numRuns: FUZZ_RUNS },
  );
  for (const status of ['207', '400', '401', '403', '502', '504']) expect(seen.share(status)).toBeGreaterThan(0.01);
}, 600_000);

test('events of another shape are answered well-formed as well', async () => {
  await fc.assert(
    fc.asyncProperty(alienEvent(models), makers, async (event, maker) => {
      const answer = await answerTo(event, maker, 'answer', false);

      expectWellFormed(answer);
      expectSafeCalls(event, maker);
      expectDiscreetLog(lines, [token, GATEWAY_SECRET]);
    }),
    { numRuns: FUZZ_RUNS / 4 },
  );
}, 600_000);
