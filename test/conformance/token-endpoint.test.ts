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
const GRANT = 'grant_type=client_credentials';
const post = (body: string | Buffer, headers: Record<string, string | string[]> = {}, query = '') =>
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

  test.each<[string, string, Record<string, string>]>([
    ['an unknown parameter', `${GRANT}&audience=x&foo=bar`, {}],
    ['an unknown parameter without a value', `${GRANT}&foo=&bar`, {}],
    ['a scope without a value', `${GRANT}&scope=`, {}],
    ['the grant type last', `scope=tickets:read&${GRANT}`, {}],
    ['escaped names and values', 'grant%5Ftype=client%5fcredentials', {}],
    ['a charset', GRANT, { 'Content-Type': `${FORM['Content-Type']}; charset=UTF-8` }],
    ['a media type in capitals', GRANT, { 'Content-Type': FORM['Content-Type'].toUpperCase() }],
    ['Accept: text/html', GRANT, { Accept: 'text/html' }],
    ['Accept: image/png', GRANT, { Accept: 'image/png' }],
  ])('§3.2, appendix B: a request with %s is answered like any other', async (_, body, headers) => {
    const answer = await post(body, { ...authenticated(), ...headers });

    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.json.token_type).toBe('Bearer');
  });

  test('§3.2: an unrelated query string does no harm', async () => {
    expect((await post(GRANT, authenticated(), '?trace=1&x')).status).toBe(200);
  });

  test('CORS: no answer opens the token endpoint to a page of another origin that sends credentials', async () => {
    const preflight = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
    const answers = [
      await post(GRANT, { ...authenticated(), Origin: 'https://evil.example' }),
      await http(localStage().tokenUrl, { method: 'OPTIONS', headers: preflight }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 405]);
    for (const { headers } of answers) expect(headers).not.toHaveProperty('access-control-allow-credentials');
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
    ['an empty body', 400, 'invalid_request', ''],
    ['no grant type', 400, 'invalid_request', 'scope=tickets:read'],
    ['an empty grant type', 400, 'invalid_request', 'grant_type='],
    ['the grant type in another case', 400, 'unsupported_grant_type', 'grant_type=Client_Credentials'],
    ['an unknown grant type', 400, 'unsupported_grant_type', 'grant_type=magic'],
    ['a made-up authorization code', 400, 'unsupported_grant_type', 'grant_type=authorization_code&code=x'],
    ['a made-up refresh token', 400, 'unsupported_grant_type', 'grant_type=refresh_token&refresh_token=x'],
    ['the password grant', 400, 'unsupported_grant_type', 'grant_type=password&username=a&password=b'],
    ['grant_type twice', 400, 'invalid_request', `${GRANT}&${GRANT}`],
    ['grant_type twice, with different values', 400, 'invalid_request', `${GRANT}&grant_type=password`],
    ['scope twice', 400, 'invalid_request', `${GRANT}&scope=a&scope=a`],
    ['bytes that are not UTF-8', 400, 'invalid_request', Buffer.from([...Buffer.from(`${GRANT}&x=`), 0xff])],
    ['escapes that are not UTF-8', 400, 'invalid_request', `${GRANT}&x=%ff`],
    ['grant_type[]', 400, 'invalid_request', 'grant_type[]=client_credentials'],
    ['grant_type[0]', 400, 'invalid_request', 'grant_type[0]=client_credentials'],
    ['";" for "&"', 400, 'unsupported_grant_type', `${GRANT};scope=tickets:read`],
    ['5,000 parameters', 400, 'invalid_request', `${GRANT}${'&x=1'.repeat(5_000)}`],
    ['a line break in a value', 400, 'unsupported_grant_type', 'grant_type=x%0D%0ASet-Cookie:%20a=b%22<script>'],
  ])('%s is %i %s, and the answer repeats nothing of the request', async (_, status, error, body) => {
    const answer = await post(body, authenticated());

    expect(answer).toMatchObject({ status, json: { error } });
    expect(answer.json.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.text).not.toContain('<');
  });

  test.each(['client_id', 'client_secret'])('%s twice is refused, although both are right', async (name) => {
    const form = { client_id: client.consumerKey, client_secret: client.consumerSecret };
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
    body.append(name, body.get(name) ?? '');

    expect(await post(body.toString())).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
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

  test('the grant in the query string is refused', async () => {
    expect(await post('', authenticated(), `?${GRANT}`)).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
    expect((await post(GRANT, authenticated(), '?scope=tickets:read')).status).toBe(400);
  });

  test.each([
    ['JSON', 'application/json', '{"grant_type":"client_credentials"}'],
    [
      'multipart',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\n',
    ],
    ['plain text', 'text/plain', GRANT],
    ['a body of no type', '', GRANT],
  ])('%s is no form, and refused', async (_, type, body) => {
    const answer = await http(localStage().tokenUrl, {
      method: 'POST',
      headers: { ...authenticated(), ...(type === '' ? {} : { 'Content-Type': type }) },
      body,
    });

    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  test('a body of 12 MiB is refused, and the server lives on', async () => {
    expect((await post(`${GRANT}&x=${'a'.repeat(12 * 1_024 * 1_024)}`, authenticated())).status).toBe(413);
    expect((await requestToken(client)).status).toBe(200);
  });

  test('§5.2: the client is judged before the grant, so that a stranger learns nothing of grants and scopes', async () => {
    const stranger = basic(client.consumerKey, WRONG_SECRET);

    for (const body of ['grant_type=magic', `${GRANT}&scope=unknown`, `${GRANT}&scope="`]) {
      expect(await post(body, stranger)).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    }
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is 405 with Allow, and no token', async (method) => {
    const { consumerKey, consumerSecret } = client;
    const query = `?${GRANT}&client_id=${consumerKey}&client_secret=${consumerSecret}`;
    const answer = await http(`${localStage().tokenUrl}${query}`, { method, headers: authenticated() });

    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(answer.text).not.toContain('access_token');
  });

  test('HEAD is no crash', async () => {
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
