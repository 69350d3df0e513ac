import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type AssertionChanges,
  anAssertion,
  type ClientKeyPair,
  ecKeyPair,
  ed25519KeyPair,
  rsaKeyPair,
} from '../support/client-assertions.ts';
import { basic, postForm } from '../support/client-requests.ts';
import {
  allLogs,
  type Credentials,
  callGateway,
  callRegistry,
  localStage,
  requestToken,
  subscribe,
  tokenOf,
} from '../support/stage-under-test.ts';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const FAILED = { status: 401, json: { error: 'invalid_client', error_description: 'Client authentication failed.' } };
const [ec, rsa, ed25519, stranger] = [ecKeyPair('ec'), rsaKeyPair(), ed25519KeyPair(), ecKeyPair('ec')];

async function patch(resource: string, body: object) {
  const answer = await callRegistry('PATCH', resource, { body: JSON.stringify(body), headers: { 'if-match': '*' } });
  if (answer.status !== 200) throw new Error(`PATCH ${resource}: ${answer.status} ${answer.text}`);
}

async function subscribeWith(...pairs: readonly ClientKeyPair[]): Promise<Credentials> {
  const made = await subscribe(['tickets-2.0'], ['tickets:read']);
  await patch(`/subscriptions/${made.consumerKey}`, { jwks: { keys: pairs.map(({ jwk }) => jwk) } });
  return made;
}

let client: Credentials;
beforeAll(async () => {
  client = await subscribeWith(ec, rsa, ed25519);
});

function assertionOf(pair: ClientKeyPair, changes: AssertionChanges = {}, { consumerKey } = client) {
  return anAssertion(pair, { consumerKey, issuer: localStage().issuer, now: Date.now() }, changes);
}

const send = (assertion: string, form: object = {}, url = localStage().tokenUrl) =>
  postForm(url, {
    grant_type: 'client_credentials',
    client_assertion_type: TYPE,
    client_assertion: assertion,
    ...form,
  });

describe('RFC 7523 §3: private_key_jwt', () => {
  test.each<[string, ClientKeyPair]>([
    ['ES256', ec],
    ['RS256', rsa],
    ['EdDSA', ed25519],
    ['Ed25519', { ...ed25519, alg: 'Ed25519' }],
  ])('with %s gives a token, with which the API is called', async (_, pair) => {
    const answer = await send(assertionOf(pair));

    expect(answer).toMatchObject({ status: 200, json: { token_type: 'Bearer', scope: 'tickets:read' } });
    expect((await callGateway('/tickets/2.0/x', answer.json.access_token)).status).toBe(200);
  });

  test('RFC 7521 §4.2: may come with the client_id, and not with another', async () => {
    expect((await send(assertionOf(ec), { client_id: client.consumerKey })).status).toBe(200);
    expect(await send(assertionOf(ec), { client_id: 'tgk_0000000000000000000000' })).toMatchObject(FAILED);
  });

  test('opens introspection and revocation as well, with the issuer as its audience there, too', async () => {
    const token = await tokenOf(client);
    const { introspectionUrl, revocationUrl } = localStage();

    const seen = await send(assertionOf(ec), { token }, introspectionUrl);
    const revoked = await send(assertionOf(ec), { token }, revocationUrl);
    const gone = await send(assertionOf(ec), { token }, introspectionUrl);

    expect([seen.json.active, revoked.status, gone.json.active]).toEqual([true, 200, false]);
  });

  const now = () => Math.floor(Date.now() / 1_000);
  test.each<[string, () => AssertionChanges]>([
    ['no iss', () => ({ claims: { iss: undefined } })],
    ['another iss', () => ({ claims: { iss: 'https://other.example' } })],
    ['no sub', () => ({ claims: { sub: undefined } })],
    ['a sub that is not its iss', () => ({ claims: { sub: 'tgk_0000000000000000000000' } })],
    ['no aud', () => ({ claims: { aud: undefined } })],
    ['another aud', () => ({ claims: { aud: 'https://other.example' } })],
    ['a list for aud', () => ({ claims: { aud: [localStage().issuer, 'https://other.example'] } })],
    ['an aud of other types', () => ({ claims: { aud: [{ x: localStage().issuer }] } })],
    ['the token endpoint for aud', () => ({ claims: { aud: localStage().tokenUrl } })],
    ['no exp', () => ({ claims: { exp: undefined } })],
    ['exp past', () => ({ claims: { exp: now() - 60 } })],
    ['exp far ahead', () => ({ claims: { exp: now() + 86_400 } })],
    ['nbf ahead', () => ({ claims: { nbf: now() + 120 } })],
    ['iat far ahead', () => ({ claims: { iat: now() + 3_600 } })],
    ['no jti', () => ({ claims: { jti: undefined } })],
    ['alg none', () => ({ header: { alg: 'none' } })],
    ['HS256', () => ({ header: { alg: 'HS256' } })],
    ['an algorithm that its key is not for', () => ({ header: { alg: 'RS256' } })],
    ['the typ of access tokens', () => ({ header: { typ: 'at+jwt' } })],
    ['crit', () => ({ header: { crit: ['b64'], b64: false } })],
  ])('with %s is invalid_client', async (_, changes) => {
    expect(await send(assertionOf(ec, changes()))).toMatchObject(FAILED);
  });

  test('RFC 8725 §3.10: with another key is invalid_client, whatever the header says of it', async () => {
    const header = { jwk: stranger.jwk, jku: 'http://127.0.0.1:9/jwks', x5u: 'http://127.0.0.1:9/x', x5c: ['AAAA'] };

    expect(await send(assertionOf(stranger))).toMatchObject(FAILED);
    expect(await send(assertionOf(stranger, { header }))).toMatchObject(FAILED);
  });

  test('with the key of another client is invalid_client', async () => {
    const other = await subscribeWith(stranger);

    expect(await send(assertionOf(stranger))).toMatchObject(FAILED);
    expect((await send(assertionOf(stranger, {}, other))).status).toBe(200);
  });

  test('of a client that has no key, or does not exist, is refused by the very same bytes', async () => {
    const keyless = await subscribe(['tickets-2.0']);
    const nobody = { ...keyless, consumerKey: 'tgk_0000000000000000000000' };

    const refusals = await Promise.all([
      send(assertionOf(stranger)),
      send(assertionOf(ec, {}, keyless)),
      send(assertionOf(ec, {}, nobody)),
      requestToken(nobody),
    ]);

    for (const { status, text, headers } of refusals) {
      expect([status, text]).toEqual([401, refusals[0]?.text]);
      expect(headers['x-amzn-remapped-www-authenticate']).toMatch(/^Basic realm="tollgate"/);
    }
  });

  test('is accepted once: the same jti is refused, at every endpoint, and of fifty at once one gets a token', async () => {
    const assertion = assertionOf(ec);
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(assertion)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
    expect(await send(assertion, { token: 'x' }, localStage().introspectionUrl)).toMatchObject(FAILED);
    const claims = { jti: randomUUID() };
    expect((await send(assertionOf(ec, { claims }))).status).toBe(200);
    expect(await send(assertionOf(rsa, { claims }))).toMatchObject(FAILED);
  });

  test('ends with its key: one that is taken away proves nothing from then on', async () => {
    const own = await subscribeWith(ec, rsa);
    expect((await send(assertionOf(ec, {}, own))).status).toBe(200);

    await patch(`/subscriptions/${own.consumerKey}`, { jwks: { keys: [rsa.jwk] } });

    expect(await send(assertionOf(ec, {}, own))).toMatchObject(FAILED);
    expect((await send(assertionOf(rsa, {}, own))).status).toBe(200);
  });

  test('gets nothing into a log', async () => {
    const assertion = assertionOf(ec);
    await send(assertion);
    await send(`${assertion}x`);

    expect(allLogs()).not.toContain(assertion.split('.')[2]);
    expect(allLogs()).toContain('"authenticationMethod":"private_key_jwt"');
  });
});

describe('RFC 7521 §4.2.1: an assertion', () => {
  test.each<[string, () => string, number]>([
    ['without its type', () => `client_assertion=${assertionOf(ec)}`, 400],
    ['with an empty type', () => `client_assertion=${assertionOf(ec)}&client_assertion_type=`, 400],
    ['of another type', () => `client_assertion=${assertionOf(ec)}&client_assertion_type=saml2-bearer`, 401],
    ['that is only a type', () => `client_assertion_type=${TYPE}`, 400],
    [
      'given twice',
      () => `client_assertion=${assertionOf(ec)}&client_assertion=${assertionOf(ec)}&client_assertion_type=${TYPE}`,
      400,
    ],
    [
      'with its type twice',
      () => `client_assertion=${assertionOf(ec)}&client_assertion_type=${TYPE}&client_assertion_type=${TYPE}`,
      400,
    ],
    [
      'beside a secret',
      () => `client_assertion=${assertionOf(ec)}&client_assertion_type=${TYPE}&client_secret=${client.consumerSecret}`,
      400,
    ],
  ])('%s gives no token', async (_, form, status) => {
    const answer = await postForm(localStage().tokenUrl, `grant_type=client_credentials&${form()}`);

    expect(answer.status).toBe(status);
    expect(answer.json.error).toBe(status === 400 ? 'invalid_request' : 'invalid_client');
  });

  test('beside Basic, or in the query string, gives no token', async () => {
    const form = { grant_type: 'client_credentials', client_assertion: assertionOf(ec), client_assertion_type: TYPE };
    const query = `?client_assertion=${assertionOf(ec)}`;

    expect((await postForm(localStage().tokenUrl, form, basic(client))).status).toBe(400);
    expect((await postForm(`${localStage().tokenUrl}${query}`, form)).status).toBe(400);
  });
});

test('RFC 8414 §2: a product that takes private_key_jwt alone takes no secret, and gives none out', async () => {
  const own = await subscribeWith(ec);
  await patch(`/products/${own.productId}`, { authenticationMethods: ['private_key_jwt'] });
  const body = JSON.stringify({ clientId: own.clientId, productId: own.productId, jwks: { keys: [ec.jwk] } });

  const { json: made } = await callRegistry('POST', '/subscriptions', { body });

  expect(made).toMatchObject({ secrets: [], jwks: { keys: [ec.jwk] } });
  expect(made).not.toHaveProperty('consumerSecret');
  expect((await send(assertionOf(ec, {}, made))).status).toBe(200);
  expect((await send(assertionOf(ec, {}, own))).status).toBe(200);
  expect(await requestToken(own)).toMatchObject(FAILED);
});
