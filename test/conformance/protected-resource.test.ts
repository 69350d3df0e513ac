import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { http } from '../support/http.ts';
import {
  type Credentials,
  callGateway,
  functionLog,
  localStage,
  subscribe,
  tokenOf,
} from '../support/stage-under-test.ts';

let client: Credentials;
let token: string;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0', 'archive'], ['archive:read']);
  token = await tokenOf(client);
});

const header = (name: string, received: { headers: Record<string, string> }) =>
  Object.entries(received.headers).find(([key]) => key.toLowerCase() === name)?.[1];

describe('RFC 6750 §2.1: the token in the header', () => {
  test('a valid token reaches the backend, which learns who calls and never sees the token', async () => {
    const answer = await callGateway('/tickets/2.0/items/7?color=red', token, {
      headers: { tollgate: 'client="root"', Tollgate: 'x' },
    });

    expect(answer.status).toBe(200);
    const { received } = answer.json;
    expect(received).toMatchObject({ method: 'GET', path: '/items/7', query: 'color=red' });
    expect(header('tollgate', received)).toBe(
      `client="${client.clientId}", subscription="${client.consumerKey}", product="${client.productId}", project="tickets-2.0", scope="archive:read"`,
    );
    expect(answer.text).not.toContain(token);
  });

  test.each(['bearer', 'BEARER', 'bEaReR'])('the scheme name is case-insensitive: %s', async (scheme) => {
    expect(
      (await callGateway('/tickets/2.0/x', undefined, { headers: { authorization: `${scheme} ${token}` } })).status,
    ).toBe(200);
  });

  test('a body goes to the backend byte for byte, whatever its type', async () => {
    const body = Buffer.from([0, 255, 128, 10, 13]);
    const headers = { 'Content-Type': 'application/octet-stream' };

    const { json } = await callGateway('/tickets/2.0/upload', token, { method: 'POST', headers, body });

    expect(Buffer.from(json.received.body, json.received.isBase64Encoded ? 'base64' : 'utf8')).toEqual(body);
  });

  test('the project’s own path, with and without a slash, is served as well', async () => {
    expect((await callGateway('/tickets/2.0', token)).json.received.path).toBe('/');
    expect((await callGateway('/tickets/2.0/', token)).json.received.path).toBe('/');
  });

  test('§3: no token is 401 with a Bearer challenge that names no error', async () => {
    const answer = await callGateway('/tickets/2.0/x');

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer realm="alpha", resource_metadata="${localStage().gatewayUrl}/.well-known/oauth-protected-resource"`,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('§2.3: a token in the query string is none for a project that takes it from the header', async () => {
    expect((await callGateway(`/tickets/2.0/x?access_token=${token}`)).status).toBe(401);
  });

  test('two Authorization headers are refused', async () => {
    const { gatewayUrl } = localStage();
    const host = new URL(gatewayUrl).host;
    for (const [one, two] of [
      [token, 'x'],
      ['x', token],
      [token, token],
    ]) {
      const lines = ['Host', host, 'Authorization', `Bearer ${one}`, 'Authorization', `Bearer ${two}`];
      expect((await http(`${gatewayUrl}/tickets/2.0/x`, { headers: lines })).status).toBe(401);
    }
  });

  test.each([
    ['the header name in capitals', () => ({ AUTHORIZATION: `Bearer ${token}` })],
    ['several spaces before the token', () => ({ Authorization: `Bearer   ${token}` })],
    ['white space around', () => ({ Authorization: ` \t Bearer ${token} \t ` })],
  ])('with %s it is the same token', async (_, headers) => {
    expect((await callGateway('/tickets/2.0/x', undefined, { headers: headers() })).status).toBe(200);
  });

  test.each<[string, () => string]>([
    ['the scheme alone', () => 'Bearer'],
    ['the scheme and a space', () => 'Bearer '],
    ['credentials of a client', () => `Basic ${btoa(`${client.consumerKey}:${client.consumerSecret}`)}`],
    ['a token without a scheme', () => token],
    ['text behind the token', () => `Bearer ${token} b`],
    ['two credentials', () => `Bearer ${token}, Bearer ${token}`],
    ['a scheme run into the token', () => `Bearer${token}`],
    ['the scheme Bearerx', () => `Bearerx ${token}`],
    ['the scheme Token', () => `Token ${token}`],
    ['the scheme DPoP', () => `DPoP ${token}`],
    ['the scheme MAC', () => `MAC ${token}`],
    ['a quoted token', () => `Bearer "${token}"`],
    ['a percent-encoded token', () => `Bearer ${token.replaceAll('.', '%2E')}`],
    ['a base64 copy of the token', () => `Bearer ${btoa(token)}`],
    ['the token in another case', () => `Bearer ${token.toLowerCase()}`],
    ['the token as a parameter', () => `Bearer token="${token}"`],
  ])('%s is 401 with a Bearer challenge that nobody may store', async (_, authorization) => {
    const answer = await callGateway('/tickets/2.0/x', undefined, { headers: { authorization: authorization() } });

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="[^"]+", resource_metadata="[^"]+"$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).not.toContain(token);
  });

  test.each(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s does not get round the check', async (method) => {
    for (const path of ['/tickets/2.0/x', '/archive/x']) {
      expect((await callGateway(path, undefined, { method })).status).toBe(401);
    }
  });

  test('good and bad tokens at once never swap their answers', async () => {
    const tokens = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? token : `${token.slice(0, -1)}!`));

    const answers = await Promise.all(tokens.map((one) => callGateway('/tickets/2.0/swap', one)));

    expect(answers.map(({ status }) => status)).toEqual(tokens.map((one) => (one === token ? 200 : 401)));
  });
});

describe('RFC 6750 §2.3: the token in the query string', () => {
  test('a valid token reaches the backend, which never sees it', async () => {
    const answer = await callGateway(`/archive/a%20b?before=1&access_token=${token}&after=2`);

    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('private');
    expect(answer.json.received).toMatchObject({ path: '/a%20b', query: 'before=1&after=2' });
    expect(header('tollgate', answer.json.received)).toContain(`client="${client.clientId}"`);
    expect(answer.text).not.toContain(token);
  });

  test('the backend’s own log shows neither the parameter nor the token', async () => {
    await callGateway(`/archive/logged?access_token=${token}`);
    const stray = await tokenOf(await subscribe(['tickets-2.0']));
    // Where the header alone is a place for a token, the parameter is an ordinary one.
    await callGateway(`/tickets/2.0/stray?access_token=${stray}`, stray);

    await eventually(() => expect(functionLog('SampleBackend')).toContain('"path":"/logged"'));
    await eventually(() => expect(functionLog('SampleBackend')).toContain('"path":"/stray"'));
    expect(functionLog('SampleBackend')).not.toContain('access_token');
    expect(functionLog('SampleBackend')).not.toContain(token);
  });

  test('§2.1: the header is accepted too', async () => {
    const { status, json } = await callGateway('/archive/x', token);

    expect(status).toBe(200);
    expect(header('authorization', json.received)).toBeUndefined();
  });

  test.each([
    ['no token', () => '/archive/x'],
    ['an empty parameter', () => '/archive/x?access_token='],
    ['the parameter twice', () => `/archive/x?access_token=${token}&access_token=${token}`],
    ['a good and a bad one', () => `/archive/x?access_token=${token}&access_token=x`],
    ['a bad and a good one', () => `/archive/x?access_token=x&access_token=${token}`],
    ['";" before the parameter', () => `/archive/x?a=1;access_token=${token}`],
    ['an invalid token', () => '/archive/x?access_token=x'],
    ['another name', () => `/archive/x?access_token2=${token}&token=${token}`],
    ['another case', () => `/archive/x?Access_Token=${token}`],
    ['a doubly encoded token', () => `/archive/x?access_token=${token.replaceAll('.', '%252E')}`],
    ['"Bearer" before the token', () => `/archive/x?access_token=Bearer%20${token}`],
  ])('%s is 401 with a Bearer challenge', async (_, path) => {
    const answer = await callGateway(path());

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm=/);
  });

  test('§2: header and query string together are refused', async () => {
    expect((await callGateway(`/archive/x?access_token=${token}`, token)).status).toBe(401);
    expect((await callGateway('/archive/x?access_token=x', token)).status).toBe(401);
    expect((await callGateway(`/archive/x?access_token=${token}`, 'x')).status).toBe(401);
  });

  test('a token that is percent-encoded once is the same token', async () => {
    expect((await callGateway(`/archive/x?access_token=${token.replaceAll('.', '%2E')}`)).status).toBe(200);
  });
});

describe('RFC 6750 §3.1: what a good token does not open', () => {
  test('a project that the product lacks is 403 insufficient_scope', async () => {
    const answer = await callGateway('/vault/x', token);

    expect(answer).toMatchObject({ status: 403, json: { error: 'insufficient_scope' } });
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
  });

  test('a missing scope is 403 and named', async () => {
    const poor = await subscribe(['archive'], ['other']);

    expect(await callGateway('/archive/x', await tokenOf(poor))).toMatchObject({
      status: 403,
      json: { error: 'insufficient_scope', scope: 'archive:read' },
    });
  });

  test('an unknown path is 404, with and without a token', async () => {
    expect((await callGateway('/nowhere', token)).status).toBe(404);
    expect((await callGateway('/nowhere')).status).toBe(404);
    expect((await callGateway('/tickets/3.0/x', token)).status).toBe(404);
  });

  test.each([
    '/tickets/2.0//x',
    '/tickets/2.0/../../vault/x',
    '/tickets/2.0/%2e%2e/x',
    '/tickets/2.0/a%2Fb',
    '/archive/..%2fx',
    '/archive//x',
  ])('the path %s is refused whatever the token', async (path) => {
    expect((await callGateway(path, token)).status).toBe(403);
  });

  test('a public resource is open without a token, and tells the backend that nobody is known', async () => {
    const { status, json } = await callGateway('/archive/status', undefined, {
      headers: { tollgate: 'client="root"' },
    });

    expect(status).toBe(200);
    expect(header('tollgate', json.received)).toBe('public');
    expect((await callGateway('/archive/status', undefined, { method: 'POST' })).status).toBe(401);
  });
});

describe('a token that is not live', () => {
  test('a token that has ended is 401', async () => {
    const brief = await tokenOf(client, {}, `${localStage().gatewayUrl}/brief/token`);

    await new Promise((resolve) => setTimeout(resolve, 1_100));

    expect((await callGateway('/tickets/2.0/ended', brief)).status).toBe(401);
  });

  test('a token of 9 KB is refused, and a far longer one too, and the gateway lives on', async () => {
    expect((await callGateway('/tickets/2.0/x', 'a'.repeat(9_000))).status).toBe(401);
    expect((await callGateway(`/archive/x?access_token=${'a'.repeat(9_000)}`)).status).toBe(401);
    for (const long of [
      await callGateway('/tickets/2.0/x', 'a'.repeat(60_000)),
      await callGateway(`/archive/x?access_token=${'a'.repeat(60_000)}`),
    ]) {
      expect([long.status >= 400, long.status < 500]).toEqual([true, true]);
    }
    expect((await callGateway('/tickets/2.0/x', token)).status).toBe(200);
  });
});
