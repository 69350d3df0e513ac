import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  basic,
  disableClient,
  endSubscription,
  introspect,
  mirrored,
  postForm,
  respelled,
  revoke,
  strangers,
  unclearRequests,
} from '../support/client-requests.ts';
import { eventually } from '../support/eventually.ts';
import { http } from '../support/http.ts';
import { allLogs, type Credentials, callGateway, localStage, subscribe, tokenOf } from '../support/stage-under-test.ts';

let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0', 'archive', 'forms-1'], ['archive:read', 'forms:send']);
});

const REVOKED = {
  status: 200,
  text: '{}',
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
};
const isActive = async (token: string) => (await introspect(client, token)).json.active;
const form = (token: string) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: `access_token=${token}`,
});

describe('RFC 7009 §2: revoking one’s own token', () => {
  test('§2.2: is 200, also again, and RFC 7662 §2.2: makes the token inactive at once', async () => {
    const token = await tokenOf(client);
    expect(await isActive(token)).toBe(true);

    expect(await revoke(client, token)).toMatchObject(REVOKED);
    expect(await isActive(token)).toBe(false);

    expect(await revoke(client, token)).toMatchObject(REVOKED);
    expect(await isActive(token)).toBe(false);
  });

  test('§3: closes the API to it, in the header, the query and the body', async () => {
    const token = await tokenOf(client);
    await revoke(client, token);

    expect((await callGateway('/tickets/2.0/revoked', token)).status).toBe(401);
    expect((await callGateway(`/archive/revoked?access_token=${token}`)).status).toBe(401);
    expect((await callGateway('/forms/1/revoked', undefined, form(token))).status).toBe(401);
    expect((await callGateway('/tickets/2.0/revoked', mirrored(token))).status).toBe(401);
  });

  test('§2.1: leaves the other tokens of the client alone', async () => {
    const [token, other] = [await tokenOf(client), await tokenOf(client)];

    await revoke(client, token);

    expect(await isActive(other)).toBe(true);
    expect((await callGateway('/tickets/2.0/other', other)).status).toBe(200);
    expect((await callGateway(`/archive/other?access_token=${other}`)).status).toBe(200);
    expect((await callGateway('/forms/1/other', undefined, form(other))).status).toBe(207);
  });

  test.each(['access_token', 'refresh_token', 'unknown', ''])('§2.1: works whatever the hint: %j', async (hint) => {
    const token = await tokenOf(client);

    expect(await revoke(client, token, { token_type_hint: hint })).toMatchObject(REVOKED);

    expect(await isActive(token)).toBe(false);
  });

  test('credentials in the body work as well', async () => {
    const token = await tokenOf(client);
    const { consumerKey: client_id, consumerSecret: client_secret } = client;

    expect(await postForm(localStage().revocationUrl, { token, client_id, client_secret })).toMatchObject(REVOKED);

    expect(await isActive(token)).toBe(false);
  });

  test('RFC 9700 §4.10: cannot be escaped by another spelling, nor by the mirrored signature', async () => {
    const token = await tokenOf(client);
    await revoke(client, token);

    for (const [what, other] of [...respelled(token), ['mirrored', mirrored(token)] as const]) {
      expect([what, await isActive(other)]).toEqual([what, false]);
      expect([what, (await callGateway(`/archive/x?access_token=${encodeURIComponent(other)}`)).status]).toEqual([
        what,
        401,
      ]);
    }
  });

  test('reaches the token under its mirrored signature too: it is one token', async () => {
    const token = await tokenOf(client);

    await revoke(client, mirrored(token));

    expect(await isActive(token)).toBe(false);
    expect((await callGateway(`/archive/x?access_token=${token}`)).status).toBe(401);
  });

  test('by forty requests at once is as good as by one', async () => {
    const token = await tokenOf(client);

    const answers = await Promise.all(Array.from({ length: 40 }, () => revoke(client, token)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await isActive(token)).toBe(false);
  });
});

describe('RFC 7009 §2.2: what cannot be revoked is answered 200 all the same', () => {
  test.each(['unknown', 'a.b.c', '😀', '{}', 'x'.repeat(9_000), 'x'.repeat(1_000_000)])('%.20s', async (text) => {
    expect(await revoke(client, text)).toMatchObject(REVOKED);
  });

  test('a token that has ended', async () => {
    const brief = await tokenOf(client, {}, `${localStage().gatewayUrl}/brief/token`);
    await eventually(async () => expect(await isActive(brief)).toBe(false));

    expect(await revoke(client, brief)).toMatchObject(REVOKED);
  });

  test('§2.1: a token of another client, which lives on', async () => {
    const token = await tokenOf(client);
    const other = await subscribe(['tickets-2.0']);

    expect(await revoke(other, token)).toMatchObject(REVOKED);

    expect(await isActive(token)).toBe(true);
    expect((await callGateway('/tickets/2.0/lives', token)).status).toBe(200);
    expect(allLogs()).toContain('"reason":"token_of_another_client"');
  });

  test('a forged copy, which revokes nothing', async () => {
    const token = await tokenOf(client);
    const [header, payload] = token.split('.');

    expect(await revoke(client, `${header}.${payload}.${'A'.repeat(86)}`)).toMatchObject(REVOKED);

    expect(await isActive(token)).toBe(true);
  });
});

describe('RFC 7009 §2.1, §2.2.1: who may revoke, and how', () => {
  test.each(strangers)('%s is 401 invalid_client with a challenge, and the token lives on', async (_, headersOf) => {
    const token = await tokenOf(client);
    const answer = await postForm(localStage().revocationUrl, { token }, headersOf(client));

    expect(answer).toMatchObject({
      status: 401,
      json: { error: 'invalid_client' },
      // API Gateway renames the header of a Lambda integration; the embedded host does as it does.
      headers: {
        'x-amzn-remapped-www-authenticate': 'Basic realm="tollgate", charset="UTF-8", error="invalid_client"',
      },
    });
    expect(await isActive(token)).toBe(true);
  });

  test.each(unclearRequests)('%s is 400 invalid_request, and revokes nothing', async (_, send) => {
    const token = await tokenOf(client);
    const answer = await send(localStage().revocationUrl, client, token);

    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
    expect(answer.text).not.toContain(token);
    expect(await isActive(token)).toBe(true);
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s is 405 with Allow, and revokes nothing', async (method) => {
    const token = await tokenOf(client);
    const url = `${localStage().revocationUrl}?token=${token}`;

    expect(await http(url, { method, headers: basic(client) })).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
    });
    expect(await isActive(token)).toBe(true);
  });

  test('a disabled client may not revoke', async () => {
    const disabled = await subscribe(['tickets-2.0']);
    await disableClient(disabled);

    expect(await revoke(disabled, 'x')).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
  });

  test('an expired client may not revoke', async () => {
    const expiring = await subscribe(['tickets-2.0']);
    await endSubscription(expiring);

    await eventually(async () =>
      expect(await revoke(expiring, 'x')).toMatchObject({ status: 401, json: { error: 'invalid_client' } }),
    );
  });
});
