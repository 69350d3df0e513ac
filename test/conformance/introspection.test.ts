import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  basic,
  disableClient,
  endSubscription,
  introspect,
  mirrored,
  postForm,
  respelled,
  strangers,
  unclearRequests,
} from '../support/client-requests.ts';
import { eventually } from '../support/eventually.ts';
import { hostileTokens } from '../support/hostile-tokens.ts';
import { http } from '../support/http.ts';
import {
  allLogs,
  type Credentials,
  callRegistry,
  localStage,
  requestToken,
  subscribe,
  tokenOf,
} from '../support/stage-under-test.ts';

let client: Credentials;
let token: string;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0'], ['tickets:read', 'tickets:write']);
  token = await tokenOf(client);
});

const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
const INACTIVE = { status: 200, text: '{"active":false}' };

describe('RFC 7662 §2.2: introspection of one’s own token', () => {
  test('a live token is active, and what is said of it agrees with it', async () => {
    const { json: issued } = await requestToken(client, { scope: 'tickets:read' });
    const { exp, iat, jti } = claimsOf(issued.access_token);

    expect((await introspect(client, issued.access_token)).json).toEqual({
      active: true,
      scope: issued.scope,
      client_id: client.consumerKey,
      token_type: 'Bearer',
      exp,
      iat,
      sub: client.consumerKey,
      aud: localStage().gatewayUrl,
      iss: localStage().issuer,
      jti,
    });
    expect(Number.isInteger(exp) && Number.isInteger(iat)).toBe(true);
  });

  test('the attributes of its token endpoint are told as well', async () => {
    const partners = await tokenOf(client, {}, `${localStage().gatewayUrl}/partners/token/v2`);

    expect((await introspect(client, partners)).json).toMatchObject({ active: true, made_by: 'partners' });
  });

  test('credentials in the body work as well', async () => {
    const { consumerKey: client_id, consumerSecret: client_secret } = client;

    expect((await postForm(localStage().introspectionUrl, { token, client_id, client_secret })).json.active).toBe(true);
  });

  test('§4: the answer is JSON that nobody may store', async () => {
    const live = await introspect(client, token);
    const dead = await introspect(client, 'dead');

    for (const { status, headers } of [live, dead]) {
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    }
  });

  test.each(['access_token', 'refresh_token', 'pat', ''])('§2.1: the hint %j changes nothing', async (hint) => {
    const plain = await introspect(client, token);

    expect((await introspect(client, token, { token_type_hint: hint })).text).toBe(plain.text);
    expect(await introspect(client, 'x', { token_type_hint: hint })).toMatchObject(INACTIVE);
  });
});

describe('RFC 7662 §2.2, §4: what is no live token of the client is inactive, and nothing else is said of it', () => {
  test.each(['unknown', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', '😀', '{}', 'x'.repeat(9_000), 'x'.repeat(1_000_000)])(
    '%.20s',
    async (text) => {
      expect(await introspect(client, text)).toMatchObject(INACTIVE);
    },
  );

  test('tampered and forged tokens', async () => {
    const { json } = await http(localStage().jwksUrl);

    for (const [what, forged] of hostileTokens(token, json.keys[0])) {
      expect([what, await introspect(client, forged)]).toMatchObject([what, INACTIVE]);
    }
  });

  test('RFC 4648 §3.5: a live token in another spelling; but its mirrored signature is a right one', async () => {
    for (const [what, other] of respelled(token)) {
      expect([what, await introspect(client, other)]).toMatchObject([what, INACTIVE]);
    }
    expect((await introspect(client, mirrored(token))).json.active).toBe(true);
  });

  test('a token that has ended', async () => {
    const brief = await tokenOf(client, {}, `${localStage().gatewayUrl}/brief/token`);

    await eventually(async () => expect(await introspect(client, brief)).toMatchObject(INACTIVE));
  });

  test('a token of another client, or of another subscription of the same one', async () => {
    const other = await subscribe(['tickets-2.0'], ['tickets:read']);
    const { json: second } = await subscribeAgain(client);

    expect(await introspect(other, token)).toMatchObject(INACTIVE);
    expect(await introspect(second, token)).toMatchObject(INACTIVE);
    expect((await introspect(client, token)).json.active).toBe(true);
  });
});

describe('RFC 7662 §2.1, §2.3: who may ask, and how', () => {
  test.each(strangers)('%s is 401 invalid_client with a challenge, and nothing of the token', async (_, headersOf) => {
    const answer = await postForm(localStage().introspectionUrl, { token }, headersOf(client));

    expect(answer).toMatchObject({
      status: 401,
      json: { error: 'invalid_client', error_description: 'Client authentication failed.' },
      headers: {
        // API Gateway renames the header of a Lambda integration; the embedded host does as it does.
        'x-amzn-remapped-www-authenticate': 'Basic realm="tollgate", charset="UTF-8", error="invalid_client"',
        'cache-control': 'no-store',
      },
    });
  });

  test.each(unclearRequests)('%s is 400 invalid_request', async (_, send) => {
    const answer = await send(localStage().introspectionUrl, client, token);

    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).not.toContain(token);
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s is 405 with Allow, and says nothing', async (method) => {
    const url = `${localStage().introspectionUrl}?token=${token}`;
    const answer = await http(url, { method, headers: basic(client) });

    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(answer.text).not.toContain('active');
  });

  test('a disabled client may not ask', async () => {
    const disabled = await subscribe(['tickets-2.0']);
    await disableClient(disabled);

    expect(await introspect(disabled, token)).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
  });

  test('an expired client may not ask, though it might a moment ago', async () => {
    const expiring = await subscribe(['tickets-2.0']);
    const own = await tokenOf(expiring);
    await endSubscription(expiring);

    await eventually(async () =>
      expect(await introspect(expiring, own)).toMatchObject({ status: 401, json: { error: 'invalid_client' } }),
    );
  });
});

test('neither secrets nor tokens are in any function’s log, and why a token is inactive is', () => {
  expect(allLogs()).toContain('"reason":"token_of_another_client"');
  for (const secret of [client.consumerSecret, token]) expect(allLogs()).not.toContain(secret);
});

function subscribeAgain({ clientId, productId }: Credentials) {
  return callRegistry('POST', '/subscriptions', { body: JSON.stringify({ clientId, productId }) });
}
