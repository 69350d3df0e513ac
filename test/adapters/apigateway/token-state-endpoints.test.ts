import { describe, expect, test } from '@jest/globals';
import { createTokenEndpoint } from '#adapters/apigateway/token-endpoint.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';
import { aProxyEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, impatientClock, SECRET, WRONG_SECRET } from '../../support/token-world.ts';

function aFunction() {
  const world = aTokenWorld();
  const lines: { event: string; fields: LogFields | undefined }[] = [];
  const uses: string[] = [];
  const dependencies = {
    ...world.issuing,
    ...world.authorizing,
    revocations: world.revocations,
    gatewayUrl: ISSUER,
    publicKeys: async () => [world.keyPair.publicJwk],
    startRefusalClock: () => impatientClock,
    recordUse: async (consumerKey: string, secretId: string | undefined) =>
      void uses.push(`${consumerKey} ${secretId}`),
    log: (event: string, fields?: LogFields) => void lines.push({ event, fields }),
  };
  const call = async (path: string, fields: CallFields = {}, overrides: Partial<typeof dependencies> = {}) => {
    const answer = await createTokenEndpoint({ ...dependencies, ...overrides })(
      aProxyEvent({ method: 'POST', path, headers: headers(), ...fields }),
    );
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  const tokenOf = async () =>
    (await call('/AccessToken', { body: 'grant_type=client_credentials' })).json.access_token as string;
  return { world, lines, uses, call, tokenOf };
}

const headers = (secret = SECRET) => ({
  authorization: `Basic ${Buffer.from(`${CONSUMER_KEY}:${secret}`).toString('base64')}`,
  'content-type': 'application/x-www-form-urlencoded',
});
const INTROSPECT = '/oauth/introspect';
const REVOKE = '/oauth/revoke';

test('a token is introspected, revoked and introspected again; the secret counts as used each time', async () => {
  const { lines, uses, call, tokenOf } = aFunction();
  const body = `token=${await tokenOf()}`;

  const live = await call(INTROSPECT, { body });
  const revoked = await call(REVOKE, { body });
  const dead = await call(INTROSPECT, { body });

  expect(live).toMatchObject({ statusCode: 200, json: { active: true, client_id: CONSUMER_KEY } });
  expect(revoked).toMatchObject({ statusCode: 200, body: '{}' });
  expect(dead).toMatchObject({ statusCode: 200, body: '{"active":false}' });
  for (const answer of [live, revoked, dead]) {
    expect(answer.headers).toEqual({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      Pragma: 'no-cache',
    });
  }
  expect(uses).toEqual(Array.from({ length: 4 }, () => `${CONSUMER_KEY} s1`));
  expect(lines.map(({ event, fields }) => [event, fields?.reason])).toEqual([
    ['token issued', undefined],
    ['live token introspected', undefined],
    ['token revoked', undefined],
    ['dead token introspected', 'token_revoked_by_client'],
  ]);
  expect(JSON.stringify(lines)).not.toContain(body.slice(6));
});

test('a failed authentication has the same bytes at all three endpoints, and counts as no use', async () => {
  const { uses, call } = aFunction();
  const fields = { headers: headers(WRONG_SECRET), body: 'grant_type=client_credentials&token=x' };

  const [first, ...others] = await Promise.all(['/AccessToken', INTROSPECT, REVOKE].map((path) => call(path, fields)));

  expect(first).toMatchObject({
    statusCode: 401,
    headers: { 'WWW-Authenticate': 'Basic realm="tollgate", charset="UTF-8", error="invalid_client"' },
    json: { error: 'invalid_client' },
  });
  expect(others).toEqual([first, first]);
  expect(uses).toEqual([]);
});

describe.each([INTROSPECT, REVOKE])('%s', (path) => {
  test('answers another method with 405, and a request without a token with 400', async () => {
    const { lines, call } = aFunction();

    expect(await call(path, { method: 'GET', body: 'token=x' })).toMatchObject({
      statusCode: 405,
      headers: { Allow: 'POST' },
    });
    expect(await call(path, { body: 'token=' })).toMatchObject({ statusCode: 400, json: { error: 'invalid_request' } });
    expect(lines.map(({ fields }) => fields?.reason)).toEqual(['method_not_allowed', 'token_missing']);
  });

  test('denies the one subscription whose item is damaged', async () => {
    const { call } = aFunction();
    const get = () => Promise.reject(new UnreadableItemError('Subscriptions', CONSUMER_KEY, 'secrets'));

    expect(await call(path, { body: 'token=x' }, { subscriptions: { get } })).toMatchObject({ statusCode: 401 });
  });

  test('RFC 7009 §2.2.1: is 503 with Retry-After while revocations cannot be reached', async () => {
    const { call, tokenOf } = aFunction();
    const unavailable = () => Promise.reject(new StoreUnavailableError('Revocations', { cause: new Error('x') }));
    const revocations = { all: () => [], isRevoked: unavailable, revoke: unavailable };

    expect(await call(path, { body: `token=${await tokenOf()}` }, { revocations })).toMatchObject({
      statusCode: 503,
      headers: { 'Retry-After': '5' },
      json: { error: 'temporarily_unavailable' },
    });
  });
});

describe('RFC 9110 §13.1.2: the public documents', () => {
  test.each(['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration', '/.well-known/jwks.json'])(
    '%s has an ETag, by which it need not be sent again',
    async (path) => {
      const { call } = aFunction();
      const get = (value?: string) =>
        call(path, { method: 'GET', headers: value === undefined ? {} : { 'IF-None-Match': value } });
      const { headers: first } = await get();
      const etag = String(first?.ETag);

      expect(etag).toMatch(/^"[\w-]{43}"$/);
      for (const known of [etag, `W/${etag}`, `"a" , ${etag}`, '*']) {
        expect(await get(known)).toEqual({
          statusCode: 304,
          headers: first,
          body: '',
          json: undefined,
        });
      }
      for (const unknown of ['"a"', etag.slice(1), '', 'a*', '*a', '"*"', '"a*'])
        expect((await get(unknown)).statusCode).toBe(200);
    },
  );

  test('both places have the same document', async () => {
    const { call } = aFunction();
    const get = (path: string) => call(path, { method: 'GET' });

    expect(await get('/.well-known/openid-configuration')).toEqual(
      await get('/.well-known/oauth-authorization-server'),
    );
  });
});
