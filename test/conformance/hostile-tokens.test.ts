import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hostileTokens } from '../support/hostile-tokens.ts';
import { http } from '../support/http.ts';
import { type Credentials, callGateway, localStage, subscribe, tokenOf } from '../support/stage-under-test.ts';
import { type Forge, HOSTILE_TOKENS, tokenForge } from '../support/token-forge.ts';

/** Somebody's key server, which nobody may ask. */
const visits: string[] = [];
const keyServer = createServer((request, response) => {
  visits.push(String(request.url));
  response.end('{"keys":[]}');
});

let client: Credentials;
let token: string;
let forge: Forge;
beforeAll(async () => {
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  client = await subscribe(['tickets-2.0', 'archive'], ['archive:read']);
  token = await tokenOf(client);
  const { keys } = (await http(localStage().jwksUrl)).json;
  forge = tokenForge({
    token,
    sibling: await tokenOf(client),
    jwk: keys.find(({ kid }: { kid: string }) => kid === JSON.parse(atob(token.split('.')[0] ?? '')).kid),
    keyServer: `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`,
  });
});
afterAll(() => {
  keyServer.close();
});

async function expectRefusal(hostile: string) {
  const answer = await callGateway('/tickets/2.0/x', hostile);

  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm=/);
  expect(answer.text).not.toContain(hostile);
}

describe('RFC 8725: hostile tokens', () => {
  test.each(HOSTILE_TOKENS)('with %s is 401', async (_, make) => {
    const hostile = make(forge);

    expect(hostile).not.toBe(token);
    await expectRefusal(hostile);
  });

  test('are refused in the query string as well', async () => {
    const { keys } = (await http(localStage().jwksUrl)).json;

    for (const [what, hostile] of hostileTokens(token, keys[0])) {
      expect([what, (await callGateway(`/archive/x?access_token=${hostile}`)).status]).toEqual([what, 401]);
    }
  });

  test('RFC 9700 §4.10: thirty unknown kids do not stall the verifier, which goes on to know its own', async () => {
    const flood = Array.from({ length: 30 }, (_, index) =>
      callGateway('/tickets/2.0/x', forge.foreign({ kid: `kid-${index}` })),
    );

    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([401]));
    expect((await callGateway('/tickets/2.0/after', token)).status).toBe(200);
  });

  test('§3.10: never make anybody fetch what they point at', () => {
    expect(visits).toEqual([]);
  });
});
