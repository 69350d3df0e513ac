import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Credentials, callGateway, requestToken, subscribe } from '../support/stage-under-test.ts';

let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0', 'archive'], ['archive:read', 'tickets:write']);
});

const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());

describe('RFC 6749 §3.3: the scope of a token', () => {
  test.each([
    ['no scope', {}, 'archive:read tickets:write'],
    ['an empty scope', { scope: '' }, 'archive:read tickets:write'],
    ['one scope', { scope: 'archive:read' }, 'archive:read'],
    ['both, in another order', { scope: 'tickets:write archive:read' }, 'tickets:write archive:read'],
    ['one scope twice', { scope: 'archive:read archive:read' }, 'archive:read'],
  ])('asked for with %s is told in the answer and in the token alike', async (_, form, granted) => {
    const { json } = await requestToken(client, form);

    expect(json.scope).toBe(granted);
    expect(claimsOf(json.access_token).scope).toBe(granted);
  });

  test.each([
    ['an unknown scope', 'unknown'],
    ['a scope in another case', 'Archive:read'],
    ['an unknown scope beside a known one', 'archive:read unknown'],
    ['a quotation mark', 'archive:read"'],
    ['a backslash', 'a\\b'],
    ['a character beyond ASCII', 'archivé:read'],
    ['a tab', 'archive:read\ttickets:write'],
    ['two spaces', 'archive:read  tickets:write'],
    ['a space at the end', 'archive:read '],
    ['20,000 characters', 'a'.repeat(20_000)],
    ['5,000 scopes', 'a '.repeat(5_000)],
  ])('with %s is invalid_scope, and no token', async (_, scope) => {
    expect(await requestToken(client, { scope })).toMatchObject({ status: 400, json: { error: 'invalid_scope' } });
  });

  test('RFC 6750 §3.1: that was asked for and is too little is 403, however much the client may have', async () => {
    const { json } = await requestToken(client, { scope: 'tickets:write' });

    expect(await callGateway('/archive/x', json.access_token)).toMatchObject({
      status: 403,
      json: { error: 'insufficient_scope', scope: 'archive:read' },
    });
  });
});
