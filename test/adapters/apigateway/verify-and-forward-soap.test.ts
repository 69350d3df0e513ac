import { describe, expect, test } from '@jest/globals';
import { createVerifyAndForward } from '#adapters/apigateway/verify-and-forward.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import type { SoapPort } from '#core/catalog/soap-service.ts';
import type { BackendCall } from '#core/forwarding/forward-call.ts';
import type { ForwardFailure } from '#core/forwarding/forward-failure.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { failure, type Result, success } from '#core/result.ts';
import { aProxyEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { aProduct } from '../../support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, SECRET } from '../../support/token-world.ts';
import { weatherCatalogue } from '../../support/weather-catalogue.ts';
import { envelope, GET_FORECAST, SET_FORECAST, SOAP_12, weatherPorts } from '../../support/weather-service.ts';

const ACTION = 'urn:weather/GetForecast';

interface Setting {
  readonly soapOperations?: readonly string[];
  readonly scopes?: readonly string[];
  readonly ports?: readonly SoapPort[];
}

async function aService({ soapOperations, scopes = ['weather:read'], ports }: Setting = {}) {
  const world = aTokenWorld();
  const held = { projectId: 'weather', ...(soapOperations !== undefined && { soapOperations }) };
  world.registry.products.put(aProduct({ projects: [held], scopes }));
  const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
  const request = { grantType: 'client_credentials', scope: undefined, resources: [], credentials };
  const issued = await issueToken(request, world.endpoint, world.issuing);
  const token = issued.ok ? issued.value.accessToken : '';
  const calls: { call: BackendCall; body: string }[] = [];
  const reasons: unknown[] = [];
  const dependencies = {
    ...world.authorizing,
    catalogue: weatherCatalogue(ports),
    callBackend: async (
      call: BackendCall,
      body: Buffer,
    ): Promise<Result<{ status: number; headers: []; body: Buffer }, ForwardFailure>> => {
      calls.push({ call, body: body.toString() });
      return success({ status: 500, headers: [], body: Buffer.from('<fault of="backend"/>') });
    },
    log: (_: string, fields?: LogFields) => void reasons.push(fields?.reason),
  };
  const call = async (fields: CallFields = {}, overrides: Partial<typeof dependencies> = {}) => {
    const { headers, ...rest } = fields;
    const answer = await createVerifyAndForward({ ...dependencies, ...overrides })(
      aProxyEvent({
        method: 'POST',
        path: '/weather',
        stageVariables: { target_weather: 'https://weather.example.com/service' },
        body: envelope(GET_FORECAST),
        ...rest,
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'text/xml; charset=utf-8',
          SOAPAction: `"${ACTION}"`,
          ...headers,
        },
      }),
    );
    return { ...answer, faultstring: /<(faultstring|soap:Text)[^>]*>(.*?)</.exec(answer.body)?.[2] };
  };
  return { token, call, calls, reasons };
}

const soap12 = (body: string, action = ACTION): CallFields => ({
  headers: { 'Content-Type': `application/soap+xml; charset=utf-8; action="${action}"`, SOAPAction: [] },
  body: envelope(body, SOAP_12),
});

const METADATA = 'resource_metadata="https://gateway.example/development/.well-known/oauth-protected-resource/weather"';

describe('a call of a WSDL project', () => {
  test.each([
    ['SOAP 1.1', {}],
    ['SOAP 1.2', soap12(GET_FORECAST)],
    ['SOAP 1.1 with a body alone', { headers: { SOAPAction: [] } }],
    ['SOAP 1.1 with an empty action', { headers: { SOAPAction: '""' } }],
  ])('goes on as it came: %s', async (_, fields: CallFields) => {
    const { call, calls } = await aService();

    await call(fields);

    expect(calls).toMatchObject([
      { call: { url: 'https://weather.example.com/service' }, body: fields.body ?? envelope(GET_FORECAST) },
    ]);
    expect(calls[0]?.call.headers.map(([name]) => name)).not.toContain('Authorization');
  });

  test('with the token in the query string goes on without it', async () => {
    const { token, call, calls } = await aService();

    await call({ headers: { Authorization: [] }, query: { access_token: token, a: 'b' } });

    expect(calls).toMatchObject([{ call: { url: 'https://weather.example.com/service' } }]);
  });

  test('is answered with what the backend answers, faults of its own too', async () => {
    const { call } = await aService();

    const { statusCode, body } = await call();

    expect([statusCode, Buffer.from(body, 'base64').toString()]).toEqual([500, '<fault of="backend"/>']);
  });

  test('of a public route needs no token, and has its message checked all the same', async () => {
    const { call, calls } = await aService();
    const open = { path: '/weather/open', headers: { Authorization: [] } };

    await call(open);
    const refused = await call({ ...open, body: envelope('<Other/>') });

    expect(calls).toMatchObject([{ call: { url: 'https://weather.example.com/service/open' } }]);
    expect(refused).toMatchObject({ statusCode: 500, faultstring: expect.stringContaining('no operation') });
  });
});

describe('RFC 6750 §3: a refused token is a fault', () => {
  test('with status and challenge, in the version of the request', async () => {
    const { call, calls } = await aService();
    const { call: callPoor } = await aService({ scopes: [] });

    const missing = await call({ headers: { Authorization: [] } });
    const invalid = await call({
      ...soap12(GET_FORECAST),
      headers: { ...soap12('').headers, Authorization: 'Bearer x' },
    });
    const poor = await callPoor();
    const twice = await call({ query: { access_token: 'x' } });

    expect(missing).toMatchObject({
      statusCode: 401,
      headers: {
        'Content-Type': 'text/xml; charset=utf-8',
        'WWW-Authenticate': `Bearer realm="development", ${METADATA}`,
        'Cache-Control': 'no-store',
      },
      faultstring: 'The access token is missing, malformed, expired or revoked.',
    });
    expect(missing.body).toContain('<t:request_id>request-1</t:request_id>');
    expect(invalid).toMatchObject({
      statusCode: 401,
      headers: {
        'Content-Type': 'application/soap+xml; charset=utf-8',
        'WWW-Authenticate': `Bearer realm="development", error="invalid_token", ${METADATA}`,
      },
    });
    expect(invalid.body).toContain('<soap:Value>t:invalid_token</soap:Value>');
    expect(poor).toMatchObject({
      statusCode: 403,
      headers: {
        'WWW-Authenticate': `Bearer realm="development", error="insufficient_scope", scope="weather:read", ${METADATA}`,
      },
    });
    expect(poor.body).toContain('<t:scope>weather:read</t:scope>');
    expect(twice).toMatchObject({ statusCode: 400, body: expect.stringContaining('soap:Client') });
    expect(calls).toEqual([]);
  });

  test('before the message is looked at: who has no right is told nothing of it', async () => {
    const { call, reasons } = await aService();

    expect((await call({ headers: { Authorization: 'Bearer x' }, body: 'not XML' })).statusCode).toBe(401);
    expect(reasons).not.toContain('envelope_malformed');
  });

  test('and a registry that cannot be read is one of 503, to try again', async () => {
    const { call, calls } = await aService();

    const answer = await call({}, { subscriptions: { get: () => Promise.reject(new Error('throttled')) } });

    expect(answer).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '5' } });
    expect(answer.body).toContain('<faultcode>soap:Server</faultcode>');
    expect(calls).toEqual([]);
  });
});

describe('a message that is refused', () => {
  test.each<[string, CallFields, number, string]>([
    ['is not POSTed', { method: 'GET', body: '' }, 405, 'POST'],
    ['is for another path', { path: '/weather/', resource: '/weather/open' }, 403, 'No resource'],
    ['is for a path that is written oddly', { path: '//weather', resource: '/weather' }, 403, 'path'],
    ['is JSON', { headers: { 'Content-Type': 'application/json' }, body: '{}' }, 415, 'content type'],
    ['is no XML', { body: 'a=1' }, 500, 'malformed'],
    ['is malformed in SOAP 1.2', { ...soap12(''), body: '<' }, 400, 'malformed'],
    ['has a document type', { body: `<!DOCTYPE a>${envelope(GET_FORECAST)}` }, 500, 'document type'],
    ['names no operation', { body: envelope('<GetForecast/>') }, 500, 'no operation'],
    ['names one in its action and another in its body', { body: envelope(SET_FORECAST) }, 500, 'action'],
    ['does so in SOAP 1.2', soap12(SET_FORECAST), 400, 'action'],
    ['is of another version than it says', { body: envelope(GET_FORECAST, SOAP_12) }, 500, 'version'],
  ])('%s', async (_, fields, status, text) => {
    const { call, calls } = await aService();

    expect(await call(fields)).toMatchObject({ statusCode: status, faultstring: expect.stringContaining(text) });
    expect(calls).toEqual([]);
  });

  test('is one of a version that the project does not have, told in one that it has', async () => {
    const { call, calls, reasons } = await aService({ ports: weatherPorts.slice(0, 1) });

    const answer = await call(soap12(GET_FORECAST));

    expect(answer).toMatchObject({ statusCode: 500, headers: { 'Content-Type': 'text/xml; charset=utf-8' } });
    expect(answer.body).toContain('<faultcode>soap:VersionMismatch</faultcode>');
    expect(reasons).toContain('version_unsupported');
    expect(calls).toEqual([]);
  });
});

describe('a narrowed product', () => {
  const narrowed = { soapOperations: ['GetForecast'] };

  test('opens the operations that it names, and is 403 for the others', async () => {
    const { call, calls, reasons } = await aService(narrowed);

    await call();
    const refused = await call({ headers: { SOAPAction: '"urn:weather/SetForecast"' }, body: envelope(SET_FORECAST) });

    expect(calls).toHaveLength(1);
    expect(refused).toMatchObject({
      statusCode: 403,
      headers: { 'WWW-Authenticate': `Bearer realm="development", error="insufficient_scope", ${METADATA}` },
      faultstring: 'The product of this subscription does not include this operation.',
    });
    expect(reasons).toContain('operation_not_in_product');
  });

  test.each<[string, CallFields]>([
    ['the body of another operation under its own action', { body: envelope(SET_FORECAST) }],
    ['the action of another operation over its own body', { headers: { SOAPAction: '"urn:weather/SetForecast"' } }],
    ['a second action', { headers: { SOAPAction: [`"${ACTION}"`, '"urn:weather/SetForecast"'] } }],
    [
      'a second action in the content type',
      { headers: { 'Content-Type': 'text/xml; action="urn:weather/SetForecast"' } },
    ],
    ['both bodies', { body: envelope(GET_FORECAST + SET_FORECAST) }],
    ['two envelopes', { body: envelope(GET_FORECAST) + envelope(SET_FORECAST) }],
    [
      'an addressed action',
      {
        body: envelope(GET_FORECAST).replace(
          '<s:Body>',
          '<s:Header><Action xmlns="http://www.w3.org/2005/08/addressing">urn:weather/SetForecast</Action></s:Header><s:Body>',
        ),
      },
    ],
  ])('cannot be left by %s', async (_, fields) => {
    const { call, calls } = await aService(narrowed);

    expect((await call(fields)).statusCode).toBeGreaterThanOrEqual(400);
    expect(calls).toEqual([]);
  });

  test('cannot be left by an addressed action where the operation has none to compare it with', async () => {
    const unnamed = weatherPorts.map((port) => ({
      ...port,
      operations: port.operations.map((operation) => ({ ...operation, soapAction: '' })),
    }));
    const addressed: CallFields = {
      headers: { SOAPAction: '""' },
      body: envelope(GET_FORECAST).replace(
        '<s:Body>',
        '<s:Header><Action xmlns="http://www.w3.org/2005/08/addressing">urn:x</Action></s:Header><s:Body>',
      ),
    };
    const narrow = await aService({ ...narrowed, ports: unnamed });
    const whole = await aService({ ports: unnamed });

    await narrow.call(addressed);
    await whole.call(addressed);

    expect([narrow.calls.length, whole.calls.length]).toEqual([0, 1]);
    expect(narrow.reasons).toContain('action_unverifiable');
  });
});

describe('a call that does not get through', () => {
  test.each<[ForwardFailure['reason'], number, string]>([
    ['backend_unreachable', 502, 'soap:Server'],
    ['backend_timeout', 504, 'soap:Server'],
  ])('is a fault with the status it has elsewhere: %s', async (reason, status, code) => {
    const { call } = await aService();

    const answer = await call({}, { callBackend: async () => failure({ reason }) });

    expect(answer).toMatchObject({ statusCode: status, headers: { 'Content-Type': 'text/xml; charset=utf-8' } });
    expect(answer.body).toContain(`<faultcode>${code}</faultcode>`);
  });

  test('for want of a target is one as well', async () => {
    const { call } = await aService();

    expect(await call({ stageVariables: {} })).toMatchObject({ statusCode: 503, faultstring: expect.any(String) });
  });
});
