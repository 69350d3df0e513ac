import { createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { http } from '../support/http.ts';
import { type Credentials, localStage, requestToken, subscribe, tokenOf } from '../support/stage-under-test.ts';

let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0'], ['tickets:read']);
});

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

describe('RFC 9068: the access token', () => {
  test('§2.1–2.2: it has the header and the claims that a resource server needs', async () => {
    const before = Math.floor(Date.now() / 1_000);
    const [header, payload] = (await tokenOf(client))
      .split('.')
      .map((part, index) => (index < 2 ? decode(part) : part));
    const { issuer, gatewayUrl } = localStage();

    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
    expect(payload).toEqual({
      iss: issuer,
      aud: gatewayUrl,
      sub: client.consumerKey,
      client_id: client.consumerKey,
      iat: expect.any(Number),
      exp: payload.iat + 600,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      scope: 'tickets:read',
      client: client.clientId,
      product: client.productId,
      subscription: expect.any(String),
      token_endpoint: 'token',
    });
    expect(payload.iat - before).toBeLessThanOrEqual(2);
  });

  test('§4: its signature verifies with the published key that its kid names', async () => {
    const token = await tokenOf(client);
    const [header, payload, signature = ''] = token.split('.');
    const { keys } = (await http(localStage().jwksUrl)).json;
    const jwk = keys.find(({ kid }: { kid: string }) => kid === decode(header).kid);
    const key = createPublicKey({ key: jwk, format: 'jwk' });

    const right = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );

    expect(right).toBe(true);
  });

  test('each token endpoint gives its own lifetime and attributes, and names itself', async () => {
    const { json } = await requestToken(client, {}, `${localStage().gatewayUrl}/partners/token/v2`);

    expect(json.expires_in).toBe(60);
    expect(decode(json.access_token.split('.')[1])).toMatchObject({
      token_endpoint: 'partner-token-v2',
      made_by: 'partners',
    });
  });

  test('RFC 7515 §2: it is three parts in canonical base64url, small, and free of secrets', async () => {
    const token = await tokenOf(client);

    for (const part of token.split('.')) expect(Buffer.from(part, 'base64url').toString('base64url')).toBe(part);
    expect(token.length).toBeLessThan(1_000);
    const [header, payload] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(`${header}${payload}`).not.toMatch(/arn:|\d{12}:|tgs_/);
  });

  test('RFC 6749 §5.1: expires_in agrees with its end, and every jti is another', async () => {
    const answers = await Promise.all([requestToken(client), requestToken(client)]);
    const claims = answers.map(({ json }) => decode(json.access_token.split('.')[1]));

    answers.forEach(({ json }, index) => {
      expect(claims[index].exp - claims[index].iat).toBe(json.expires_in);
    });
    expect(claims[0].jti).not.toBe(claims[1].jti);
  });
});

test('RFC 7517 §4, RFC 7518 §6.2.1: the published keys are public ones of P-256, each with a kid of its own', async () => {
  const { keys } = (await http(localStage().jwksUrl)).json;

  for (const key of keys) {
    expect(key).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.stringMatching(/^[\w-]{43}$/),
      y: expect.stringMatching(/^[\w-]{43}$/),
      kid: expect.any(String),
      use: 'sig',
      alg: 'ES256',
    });
  }
  expect(new Set(keys.map(({ kid }: { kid: string }) => kid)).size).toBe(keys.length);
});
