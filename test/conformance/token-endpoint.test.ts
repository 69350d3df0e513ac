import { beforeAll, describe, expect, test } from '@jest/globals';
import { http } from '../support/http.ts';
import { allLogs, type Credentials, localStage, requestToken, subscribe } from '../support/stage-under-test.ts';
import { WRONG_SECRET } from '../support/token-world.ts';

let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0'], ['tickets:read', 'tickets:write']);
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const basic = (id: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const post = (body: string, headers: Record<string, string | string[]> = {}, query = '') =>
  http(`${localStage().tokenUrl}${query}`, { method: 'POST', headers: { ...FORM, ...headers }, body });
const authenticated = () => basic(client.consumerKey, client.consumerSecret);

describe('RFC 6749 §4.4: the client credentials grant', () => {
  test('§5.1: a valid client gets a Bearer token, which nobody may store', async () => {
    const answer = await requestToken(client);

    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    });
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'tickets:read tickets:write',
    });
  });

  test('§2.3.1: credentials in the body work as well', async () => {
    const { consumerKey, consumerSecret } = client;
    const answer = await post(`grant_type=client_credentials&client_id=${consumerKey}&client_secret=${consumerSecret}`);

    expect(answer.status).toBe(200);
  });

  test('§3.3: the scopes that are asked for are granted, and no others', async () => {
    expect((await requestToken(client, { scope: 'tickets:read' })).json.scope).toBe('tickets:read');
    expect((await requestToken(client, { scope: 'tickets:read admin' })).json).toMatchObject({
      error: 'invalid_scope',
    });
  });

  test('§10.10: each token is a new one, in parallel as well', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => requestToken(client)));

    expect(new Set(answers.map(({ json }) => json.access_token)).size).toBe(20);
  });

  test('RFC 9110 §5.1: header names are case-insensitive', async () => {
    const headers = { AUTHORIZATION: authenticated().Authorization, 'content-TYPE': FORM['Content-Type'] };
    const answer = await http(localStage().tokenUrl, {
      method: 'POST',
      headers,
      body: 'grant_type=client_credentials',
    });

    expect(answer.status).toBe(200);
  });

  test('RFC 9112 §7.1: a body in chunked transfer coding is read', async () => {
    expect(
      (await post('grant_type=client_credentials', { ...authenticated(), 'Transfer-Encoding': 'chunked' })).status,
    ).toBe(200);
  });
});

describe('RFC 6749 §5.2: error answers of the token endpoint', () => {
  test('invalid_client is 401 with a challenge, and the same for a wrong secret and an unknown key', async () => {
    const wrong = await requestToken({ ...client, consumerSecret: WRONG_SECRET });
    const unknown = await requestToken({ ...client, consumerKey: `tgk_${'0'.repeat(22)}` });

    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(401);
      // API Gateway renames the header of a Lambda integration; the embedded host does as it does.
      expect(answer.headers['x-amzn-remapped-www-authenticate']).toBe(
        'Basic realm="tollgate", charset="UTF-8", error="invalid_client"',
      );
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    expect(unknown.text).toBe(wrong.text);
    expect(wrong.json).toEqual({ error: 'invalid_client', error_description: 'Client authentication failed.' });
  });

  test.each([
    ['no grant type', '', 400, 'invalid_request'],
    ['the password grant', 'grant_type=password&username=a&password=b', 400, 'unsupported_grant_type'],
    ['grant_type twice', 'grant_type=client_credentials&grant_type=client_credentials', 400, 'invalid_request'],
    ['scope twice', 'grant_type=client_credentials&scope=a&scope=a', 400, 'invalid_request'],
    ['bytes that are not UTF-8', 'grant_type=client_credentials&x=%ff', 400, 'invalid_request'],
  ])('%s is %i %s', async (_, body, status, error) => {
    expect(await post(body, authenticated())).toMatchObject({ status, json: { error } });
  });

  test('a request without credentials is 401 invalid_client', async () => {
    expect(await post('grant_type=client_credentials')).toMatchObject({
      status: 401,
      json: { error: 'invalid_client' },
    });
  });

  test('two ways of authentication at once are refused', async () => {
    const body = `grant_type=client_credentials&client_id=${client.consumerKey}&client_secret=${client.consumerSecret}`;

    expect(await post(body, authenticated())).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  test('credentials in the query string are refused', async () => {
    const query = `?client_id=${client.consumerKey}&client_secret=${client.consumerSecret}`;

    expect(await post('grant_type=client_credentials', {}, query)).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
  });

  test('a JSON body is refused', async () => {
    const answer = await post('{"grant_type":"client_credentials"}', {
      ...authenticated(),
      'Content-Type': 'application/json',
    });

    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  test('GET is 405 with Allow, and HEAD no crash', async () => {
    expect(await http(localStage().tokenUrl)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await http(localStage().tokenUrl, { method: 'HEAD' })).toMatchObject({ status: 405, text: '' });
  });

  test('twenty wrong secrets do not lock the right one out', async () => {
    await Promise.all(Array.from({ length: 20 }, () => requestToken({ ...client, consumerSecret: WRONG_SECRET })));

    expect((await requestToken(client)).status).toBe(200);
  });
});

describe('RFC 8414 and RFC 7517: the public documents', () => {
  test('RFC 8414 §3.2: the metadata tell the truth about issuer, token endpoint and keys', async () => {
    const { metadataUrl, issuer, tokenUrl, jwksUrl } = localStage();

    expect(await http(metadataUrl)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      json: {
        issuer,
        token_endpoint: tokenUrl,
        jwks_uri: jwksUrl,
        response_types_supported: [],
        grant_types_supported: ['client_credentials'],
      },
    });
  });

  test('RFC 7517 §5: the key set holds public keys alone, and may be cached', async () => {
    const { json, headers } = await http(localStage().jwksUrl);

    expect(headers['cache-control']).toBe('public, max-age=300');
    expect(json.keys).toHaveLength(2);
    expect(headers.etag).toMatch(/^"[\w-]{43}"$/);
    expect(Object.keys(json.keys[0]).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});

test('neither secret nor token is in any function’s log', async () => {
  const { json } = await requestToken(client);

  expect(allLogs()).toContain('token issued');
  for (const secret of [client.consumerSecret, json.access_token]) expect(allLogs()).not.toContain(secret);
});
