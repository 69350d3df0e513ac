import { beforeAll, describe, expect, test } from '@jest/globals';
import { introspect, revoke } from '../support/client-requests.ts';
import { mintedCopy } from '../support/sign-as-stage.ts';
import {
  type Credentials,
  callGateway,
  callRegistry,
  localStage,
  subscribe,
  tokenOf,
} from '../support/stage-under-test.ts';

type Changes = Parameters<typeof mintedCopy>[1];

const now = () => Math.floor(Date.now() / 1_000);
let client: Credentials;
let token: string;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0', 'archive'], ['tickets:write']);
  token = await tokenOf(client);
});

const claims = () => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
const statusOf = async (bearer: string) => (await callGateway('/tickets/2.0/x', bearer)).status;

describe('RFC 9068 §4: a token that our key has signed', () => {
  test('is accepted as an exact copy', async () => {
    expect(await statusOf(mintedCopy(token))).toBe(200);
  });

  test.each<[string, () => Changes, () => Changes]>([
    ['typ in capitals', () => ({ typ: 'AT+JWT' }), () => ({})],
    ['typ with application/', () => ({ typ: 'application/at+jwt' }), () => ({})],
    ['unknown header members', () => ({ x: 1 }), () => ({})],
    ['unknown claims', () => ({}), () => ({ level: 7, roles: ['admin'] })],
    ['a list of audiences with ours', () => ({}), () => ({ aud: ['https://other.example', claims().aud] })],
    ['nbf in the past', () => ({}), () => ({ nbf: now() - 60 })],
    ['white space in its JSON', () => ({}), () => JSON.stringify(claims(), null, 2)],
  ])('is accepted with %s', async (_, header, changes) => {
    expect(await statusOf(mintedCopy(token, header(), changes()))).toBe(200);
  });

  const refused: readonly (readonly [string, () => Changes, () => Changes])[] = [
    ['an end in the past', () => ({}), () => ({ exp: now() - 1 })],
    ['no end', () => ({}), () => ({ exp: undefined })],
    ['an end that is a text', () => ({}), () => ({ exp: String(now() + 600) })],
    ['an infinite end', () => ({}), () => JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":1e400')],
    ['an end that is null', () => ({}), () => ({ exp: null })],
    ['a beginning in the future', () => ({}), () => ({ nbf: now() + 120 })],
    ['a beginning that is a text', () => ({}), () => ({ nbf: '0' })],
    ['iat far in the future', () => ({}), () => ({ iat: now() + 3_600, exp: now() + 7_200 })],
    ['no iat', () => ({}), () => ({ iat: undefined })],
    ['a life of years', () => ({}), () => ({ exp: now() + 100_000_000 })],
    ['another issuer', () => ({}), () => ({ iss: 'https://other.example' })],
    ['a slash behind the issuer', () => ({}), () => ({ iss: `${claims().iss}/` })],
    ['the issuer in capitals', () => ({}), () => ({ iss: claims().iss.toUpperCase() })],
    ['a list of issuers', () => ({}), () => ({ iss: [claims().iss] })],
    ['no issuer', () => ({}), () => ({ iss: undefined })],
    ['another audience', () => ({}), () => ({ aud: 'https://other.example' })],
    ['the audience of another project', () => ({}), () => ({ aud: `${localStage().gatewayUrl}/archive` })],
    ['an audience that only begins like ours', () => ({}), () => ({ aud: `${claims().aud}2` })],
    ['no audience', () => ({}), () => ({ aud: undefined })],
    ['no audience in the list', () => ({}), () => ({ aud: [] })],
    ['an audience that is an object', () => ({}), () => ({ aud: { [claims().aud]: true } })],
    ['typ JWT', () => ({ typ: 'JWT' }), () => ({})],
    ['no typ', () => ({ typ: undefined }), () => ({})],
    ['the typ of client assertions', () => ({ typ: 'client-authentication+jwt' }), () => ({})],
    ['the typ of a logout token', () => ({ typ: 'logout+jwt' }), () => ({})],
    ['an extension that is critical', () => ({ crit: ['x'], x: 1 }), () => ({})],
    ['an empty crit', () => ({ crit: [] }), () => ({})],
    ['crit that is no list', () => ({ crit: 'exp' }), () => ({})],
    ['b64', () => ({ b64: false, crit: ['b64'] }), () => ({})],
    ['RS256 in its header', () => ({ alg: 'RS256' }), () => ({})],
    ['ES384 in its header', () => ({ alg: 'ES384' }), () => ({})],
    ['no algorithm', () => ({ alg: undefined }), () => ({})],
    ['a confirmation key', () => ({}), () => ({ cnf: { jkt: 'x' } })],
    ['a payload that is a list', () => ({}), () => '[]'],
    ['a payload that is a text', () => ({}), () => '"x"'],
    ['a payload that is null', () => ({}), () => 'null'],
    ['a payload that is no JSON', () => ({}), () => 'hello'],
    ['a bad issuer behind a good one', () => ({}), () => JSON.stringify(claims()).replace(/}$/, ',"iss":"x"}')],
    ['an end in the past behind a good one', () => ({}), () => JSON.stringify(claims()).replace(/}$/, ',"exp":1}')],
    ['another client_id than sub', () => ({}), () => ({ client_id: 'tgk_0000000000000000000000' })],
    ['the incarnation of another subscription', () => ({}), () => ({ subscription: '0'.repeat(32) })],
    ['another product', () => ({}), () => ({ product: 'other' })],
    ['no id', () => ({}), () => ({ jti: undefined })],
  ];

  test.each(refused)('is refused with %s', async (_, header, changes) => {
    const answer = await callGateway('/tickets/2.0/x', mintedCopy(token, header(), changes()));

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  test.each(refused.filter(([what]) => what !== 'the audience of another project'))(
    'RFC 7662 §2.2: is inactive with %s, and says nothing else',
    async (_, header, changes) => {
      expect((await introspect(client, mintedCopy(token, header(), changes()))).json).toEqual({ active: false });
    },
  );

  test('cannot be widened by a scope that its product does not sell', async () => {
    const { json } = await introspect(client, mintedCopy(token, {}, { scope: 'tickets:write archive:read' }));
    const call = await callGateway('/archive/x', mintedCopy(token, {}, { scope: 'tickets:write archive:read' }));

    expect(json.scope).toBe('tickets:write');
    expect(call).toMatchObject({ status: 403, json: { error: 'insufficient_scope', scope: 'archive:read' } });
  });

  test('RFC 6750 §3.1: without the scope that the API needs is 403, and neither 401 nor 200', async () => {
    expect((await callGateway('/archive/x', mintedCopy(token, {}, { scope: undefined }))).status).toBe(403);
  });

  test('RFC 7009 §2: revoked by an expired copy of it is still what it was', async () => {
    const own = await tokenOf(client);
    await revoke(client, mintedCopy(own, {}, { exp: now() - 1 }));

    expect(await statusOf(own)).toBe(200);
  });

  test('of a client that is disabled is refused', async () => {
    const own = await subscribe(['tickets-2.0']);
    const copy = mintedCopy(await tokenOf(own));
    const change = { body: JSON.stringify({ status: 'disabled' }), headers: { 'if-match': '*' } };

    expect((await callRegistry('PATCH', `/clients/${own.clientId}`, change)).status).toBe(200);

    expect(await statusOf(copy)).toBe(401);
  });
});
