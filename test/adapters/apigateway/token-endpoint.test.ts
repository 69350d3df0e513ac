import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import fc from 'fast-check';
import { createTokenEndpoint } from '#adapters/apigateway/token-endpoint.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { anyText } from '../../support/any-text.ts';
import { aProxyEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { aClient } from '../../support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, impatientClock, SECRET, WRONG_SECRET } from '../../support/token-world.ts';

function anEndpoint() {
  const world = aTokenWorld();
  const lines: { event: string; fields: LogFields | undefined }[] = [];
  const uses: string[] = [];
  const dependencies = {
    ...world.issuing,
    readSignedToken: world.authorizing.readSignedToken,
    revocations: world.revocations,
    audience: ISSUER,
    catalogue: world.catalogue,
    issuer: ISSUER,
    gatewayUrl: ISSUER,
    publicKeys: async () => [world.keyPair.publicJwk],
    startRefusalClock: () => impatientClock,
    recordUse: async (consumerKey: string, secretId: string | undefined) =>
      void uses.push(`${consumerKey} ${secretId}`),
    log: (event: string, fields?: LogFields) => void lines.push({ event, fields }),
  };
  const call = async (fields: CallFields, overrides: Partial<typeof dependencies> = {}) => {
    const answer = await createTokenEndpoint({ ...dependencies, ...overrides })(aProxyEvent(fields));
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  return { world, lines, uses, call, handler: createTokenEndpoint(dependencies) };
}

const tokenRequest = (clientSecret = SECRET, headers: Record<string, string | string[]> = {}): CallFields => ({
  method: 'POST',
  path: '/AccessToken',
  headers: {
    authorization: `Basic ${Buffer.from(`${CONSUMER_KEY}:${clientSecret}`).toString('base64')}`,
    'CONTENT-type': 'application/x-www-form-urlencoded',
    ...headers,
  },
  body: 'grant_type=client_credentials',
});

describe('the token endpoint', () => {
  test('answers as RFC 6749 §5.1 says, and lets nobody store it', async () => {
    const { call } = anEndpoint();

    const answer = await call(tokenRequest());

    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Pragma: 'no-cache' },
      json: { token_type: 'Bearer', expires_in: 600, scope: 'orders:read orders:write' },
    });
    expect(answer.json.access_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
  });

  test('takes note of the secret that a token was got with, and of none that failed', async () => {
    const { uses, call } = anEndpoint();

    await call(tokenRequest(WRONG_SECRET));
    await call(tokenRequest());

    expect(uses).toEqual([`${CONSUMER_KEY} s1`]);
  });

  test('gives every failed authentication the same bytes, and a challenge', async () => {
    const { world, call } = anEndpoint();
    world.registry.clients.put(aClient({ status: 'disabled' }));
    const stranger = {
      headers: { ...tokenRequest().headers, authorization: `Basic ${btoa(`tgk_${'0'.repeat(22)}:${SECRET}`)}` },
    };

    const disabled = await call(tokenRequest());
    const wrong = await call(tokenRequest(WRONG_SECRET));
    const unknown = await call({ ...tokenRequest(), ...stranger });

    expect(disabled).toMatchObject({
      statusCode: 401,
      headers: {
        'WWW-Authenticate': 'Basic realm="tollgate", charset="UTF-8", error="invalid_client"',
        'Cache-Control': 'no-store',
      },
      json: { error: 'invalid_client', error_description: 'Client authentication failed.' },
    });
    expect([wrong, unknown]).toEqual([disabled, disabled]);
  });

  test('answers who is not authenticated when the clock ticks that started with the request, and everybody else at once', async () => {
    const { world, call } = anEndpoint();
    const ticks: number[] = [];
    const startRefusalClock = () => {
      const at = ticks.push(0) - 1;
      return async () => {
        ticks[at] = 1;
      };
    };
    const unknown = `Basic ${btoa(`tgk_${'0'.repeat(22)}:${SECRET}`)}`;

    await call(tokenRequest(), { startRefusalClock });
    await call({ ...tokenRequest(), body: 'grant_type=password' }, { startRefusalClock });
    await call(tokenRequest(), { startRefusalClock, sign: () => Promise.reject(new Error('KMS is down')) });
    await call(tokenRequest(WRONG_SECRET), { startRefusalClock });
    await call(tokenRequest(SECRET, { authorization: unknown }), { startRefusalClock });
    await call({ ...tokenRequest(WRONG_SECRET), path: '/oauth/introspect', body: 'token=x' }, { startRefusalClock });
    world.registry.clients.put(aClient({ status: 'disabled' }));
    await call(tokenRequest(), { startRefusalClock });

    expect(ticks).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  test('says 405 and what is allowed to other methods', async () => {
    expect(await anEndpoint().call({ ...tokenRequest(), method: 'GET' })).toMatchObject({
      statusCode: 405,
      headers: { Allow: 'POST' },
    });
  });

  test('takes two Authorization headers for no clear request', async () => {
    const both = tokenRequest(SECRET, { Authorization: ['Basic x', 'Basic y'] });

    expect(await anEndpoint().call(both)).toMatchObject({ statusCode: 400, json: { error: 'invalid_request' } });
  });

  test.each([
    ['the registry', { subscriptions: { get: () => Promise.reject(new Error('throttled')) } }],
    ['the signing key', { sign: () => Promise.reject(new Error('KMS is down')) }],
  ])('is honest about an outage of %s', async (_, overrides) => {
    const { lines, call } = anEndpoint();

    const answer = await call(tokenRequest(), overrides);

    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'Retry-After': '5' },
      json: { error: 'temporarily_unavailable' },
    });
    expect(lines).toMatchObject([{ event: 'token endpoint out of order', fields: { fault: 'Error' } }]);
  });

  test.each([
    ['nothing', null],
    ['the event of another API', { version: '2.0', requestContext: { http: { method: 'POST' } }, headers: {} }],
    [
      'a good event whose id is no text',
      { ...aProxyEvent(tokenRequest()), requestContext: { requestId: { a: SECRET } } },
    ],
  ])('answers %s with 503, and logs none of it', async (_, event) => {
    const { lines, handler } = anEndpoint();

    const answer = await handler(event as unknown as APIGatewayProxyEvent);

    expect(answer).toMatchObject({ statusCode: 503, headers: { 'Cache-Control': 'no-store' } });
    expect(lines).toEqual([
      {
        event: 'token endpoint out of order',
        fields: { fault: 'AlienEventError', faultMessage: expect.stringMatching(/its \S+ is not what it would be/) },
      },
    ]);
  });

  test('denies the one subscription whose item is damaged, and reports it', async () => {
    const { lines, call } = anEndpoint();
    const subscriptions = {
      get: () => Promise.reject(new UnreadableItemError('Subscriptions', CONSUMER_KEY, 'secrets')),
    };

    expect(await call(tokenRequest(), { subscriptions })).toMatchObject({
      statusCode: 401,
      json: { error: 'invalid_client' },
    });
    expect(lines.map(({ event }) => event)).toEqual(['damaged item', 'token refused']);
  });

  test('logs why it refused, but neither secret nor token', async () => {
    const { lines, call } = anEndpoint();

    const { json } = await call(tokenRequest());
    await call(tokenRequest(WRONG_SECRET));

    expect(lines).toMatchObject([
      { event: 'token issued' },
      { event: 'token refused', fields: { reason: 'secret_wrong' } },
    ]);
    for (const secret of [SECRET, WRONG_SECRET, json.access_token]) expect(JSON.stringify(lines)).not.toContain(secret);
  });

  test('publishes the keys without private members, and its metadata', async () => {
    const { world, call } = anEndpoint();

    expect(await call({ path: '/.well-known/jwks.json' })).toMatchObject({
      statusCode: 200,
      headers: { 'Content-Type': 'application/jwk-set+json', 'Cache-Control': 'public, max-age=300' },
      json: { keys: [{ kid: world.keyPair.kid, alg: 'ES256', use: 'sig' }] },
    });
    const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
    const algorithms = ['ES256', 'RS256', 'EdDSA', 'Ed25519'];
    expect((await call({ path: '/.well-known/oauth-authorization-server' })).json).toEqual({
      issuer: ISSUER,
      token_endpoint: `${ISSUER}/AccessToken`,
      jwks_uri: `${ISSUER}/.well-known/jwks.json`,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: methods,
      token_endpoint_auth_signing_alg_values_supported: algorithms,
      introspection_endpoint: `${ISSUER}/oauth/introspect`,
      introspection_endpoint_auth_methods_supported: methods,
      introspection_endpoint_auth_signing_alg_values_supported: algorithms,
      revocation_endpoint: `${ISSUER}/oauth/revoke`,
      revocation_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    });
    expect(await call({ path: '/.well-known/jwks.json', method: 'DELETE' })).toMatchObject({ statusCode: 405 });
    expect(await call({ path: '/elsewhere' })).toMatchObject({ statusCode: 404 });
  });

  test.each([
    ['the tag that it has', (tag: string) => tag, 304],
    ['a weak form of it', (tag: string) => `W/${tag}`, 304],
    ['that and others', (tag: string) => `"other", ${tag}`, 304],
    ['anything', () => '*', 304],
    ['another tag', () => '"other"', 200],
    ['a tag without quotes', (tag: string) => tag.replaceAll('"', ''), 200],
  ])('RFC 9110 §13.1.2: sends no keys to who knows them by %s', async (_, ifNoneMatch, status) => {
    const { call } = anEndpoint();
    const { headers, body } = await call({ path: '/.well-known/jwks.json' });
    const tag = String(headers?.ETag);

    const again = await call({ path: '/.well-known/jwks.json', headers: { 'If-None-Match': ifNoneMatch(tag) } });

    expect(again).toMatchObject({ statusCode: status, body: status === 304 ? '' : body });
    expect(again.headers).toMatchObject({ ETag: tag, 'Cache-Control': 'public, max-age=300' });
  });

  test('is out of order rather than publish no keys at all', async () => {
    const { call } = anEndpoint();

    const answer = await call({ path: '/.well-known/jwks.json' }, { publicKeys: async () => [] });

    expect(answer).toMatchObject({ statusCode: 503, headers: { 'Cache-Control': 'no-store' } });
  });

  test('always answers well-formed, whatever it is sent', async () => {
    const { call } = anEndpoint();
    const text = anyText({ maxLength: 60 });
    const headers = fc.dictionary(
      fc.constantFrom('Authorization', 'authorization', 'Content-Type', 'X'),
      fc.array(text),
    );
    await fc.assert(
      fc.asyncProperty(
        headers,
        text,
        fc.dictionary(text, fc.array(text)),
        fc.constantFrom('POST', 'GET', 'X'),
        async (values, body, query, method) => {
          const answer = await call({ method, path: '/AccessToken', headers: values, query, body });
          expect(answer.statusCode).toBeGreaterThanOrEqual(400);
          expect(answer.json).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
        },
      ),
    );
  });

  test('answers an event of any shape, that of other services as well, in its own words alone', async () => {
    const { handler } = anEndpoint();
    const text = anyText({ maxLength: 20 }).map((rest) => `echo${rest}`);
    const leaf = fc.oneof(text, fc.array(text), fc.dictionary(text, text), fc.constantFrom(null, undefined, 7, true));
    const or = (...usual: readonly unknown[]) => fc.oneof(fc.constantFrom(...usual), leaf);
    const { multiValueHeaders, body } = aProxyEvent(tokenRequest());
    const fields = {
      resource: or('/AccessToken', '/oauth/introspect', '/oauth/revoke', '/.well-known/jwks.json'),
      httpMethod: or('POST', 'GET'),
      multiValueHeaders: or(multiValueHeaders),
      body: or(body),
      isBase64Encoded: or(true),
      requestContext: or({ requestId: 'r' }, { elb: {} }, { http: { method: 'POST', path: '/AccessToken' } }),
      ...Object.fromEntries(
        ['path', 'headers', 'multiValueQueryStringParameters', 'version', 'rawPath', 'rawQueryString', 'cookies'].map(
          (name) => [name, leaf],
        ),
      ),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(fields, { requiredKeys: [] }), async (event) => {
        const answer = await handler(event as ReturnType<typeof aProxyEvent>);
        expect([200, 304, 400, 401, 404, 405, 503]).toContain(answer.statusCode);
        expect(answer.headers).toMatchObject({ 'Cache-Control': expect.any(String) });
        expect(JSON.stringify(answer)).not.toContain('echo');
        if (answer.statusCode !== 304) expect(JSON.parse(answer.body)).toEqual(expect.any(Object));
      }),
      { numRuns: 1_000 },
    );
  });
});
