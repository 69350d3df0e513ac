import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { clientAssertions } from '#adapters/jwt/client-assertions.ts';
import { signAccessToken } from '#adapters/jwt/sign-access-token.ts';
import { withinGateway } from '#cli/token/within-gateway.ts';
import { readClientAssertion } from '#core/oauth/client-assertion.ts';
import { type ClientKeyPair, ecKeyPair, ed25519KeyPair, rsaKeyPair } from '../support/client-assertions.ts';
import { CREATED_AT } from '../support/registry-fixtures.ts';
import { newKeyPair } from '../support/token-world.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';

const KEY = `tgk_${'a'.repeat(22)}`;
const SECRET = `tgs_${'b'.repeat(43)}_cccccc`;
const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-tokens-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keyPair = newKeyPair();
const GATEWAY = 'https://gateway.example/development';
const seconds = Math.floor(CREATED_AT / 1_000);

function tokenWith(claims: object = {}, key = keyPair) {
  const all = {
    iss: GATEWAY,
    aud: GATEWAY,
    sub: KEY,
    client_id: KEY,
    iat: seconds - 10,
    exp: seconds + 590,
    jti: 'one',
    client: 'acme',
    product: 'starter',
    subscription: 'incarnation',
    token_endpoint: 'access-token',
    ...claims,
  };
  return signAccessToken(all, key);
}

/** A token endpoint, a key set and a backend, with what was sent to them. */
function gateway() {
  const sent: { url: string; authorization: string | null; body: string }[] = [];
  const answer: typeof fetch = async (input, { headers, body } = {}) => {
    const url = String(input);
    sent.push({ url, authorization: new Headers(headers).get('authorization'), body: String(body ?? '') });
    if (url.endsWith('/AccessToken'))
      return Response.json({ access_token: 'a-token', token_type: 'Bearer', expires_in: 600 });
    if (url.endsWith('/jwks.json')) return Response.json({ keys: [keyPair.publicJwk] });
    return new Response('hello', { status: url.endsWith('/missing') ? 404 : 200 });
  };
  return { fetch: answer, sent };
}

describe('tollgate tokens get', () => {
  const { tollgate } = cliUnderTest();
  const file = path.join(folder, 'secret');
  writeFileSync(file, `${SECRET}\n`);

  test.each([
    ['a file', ['--secret-file', file], {}],
    ['stdin', ['--secret-stdin'], { stdin: `${SECRET}\n` }],
    ['the environment', [], { env: { TOLLGATE_CONSUMER_SECRET: SECRET } }],
    ['a person', [], { answers: [SECRET] }],
  ])('takes the secret from %s, and prints the token alone', async (_, args, options) => {
    const { fetch, sent } = gateway();

    const result = await tollgate(['tokens', 'get', KEY, '--scope', 'a', '--scope', 'b', ...args], {
      fetch,
      ...options,
    });

    expect(result).toMatchObject({ exitCode: 0, stdout: 'a-token\n' });
    expect(sent).toMatchObject([
      {
        url: `${GATEWAY}/AccessToken`,
        authorization: `Basic ${btoa(`${KEY}:${SECRET}`)}`,
        body: 'grant_type=client_credentials&scope=a+b',
      },
    ]);
  });

  test.each<[string, () => ClientKeyPair]>([
    ['P-256', () => ecKeyPair()],
    ['Ed25519', () => ed25519KeyPair()],
    ['RSA', () => rsaKeyPair()],
  ])('authenticates with a private key of %s, in PEM and as a JWK, for the issuer', async (_, pairOf) => {
    const { privateKey, jwk } = pairOf();
    const pem = path.join(folder, 'private.pem');
    writeFileSync(pem, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const json = path.join(folder, 'private.json');
    writeFileSync(json, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'mine' }));

    for (const [file, kid] of [
      [pem, undefined],
      [json, 'mine'],
    ] as const) {
      const { fetch, sent } = gateway();
      const args = ['tokens', 'get', KEY, '--private-key', file, '--resource', `${GATEWAY}/orders`];
      expect(await tollgate(args, { fetch })).toMatchObject({ exitCode: 0, stdout: 'a-token\n' });

      const form = new URLSearchParams(sent[0]?.body);
      const assertion = form.get('client_assertion') ?? '';
      const expected = { issuer: GATEWAY, clientId: undefined, now: CREATED_AT };
      expect(readClientAssertion(assertion, clientAssertions, expected)).toMatchObject({
        value: { consumerKey: KEY, kid },
      });
      expect(clientAssertions.isSignedWith(assertion, jwk)).toBe(true);
      expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      expect(form.getAll('resource')).toEqual([`${GATEWAY}/orders`]);
      expect(sent[0]?.authorization).toBeNull();
    }
  });

  test('refuses a private key that it cannot use, and repeats nothing of it', async () => {
    const unusable = path.join(folder, 'unusable');
    writeFileSync(unusable, '{"kty":"EC","d":"c2VjcmV0"}');
    const p384 = path.join(folder, 'p384.pem');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    writeFileSync(p384, privateKey.export({ type: 'pkcs8', format: 'pem' }));

    const results = [
      await tollgate(['tokens', 'get', KEY, '--private-key', unusable]),
      await tollgate(['tokens', 'get', KEY, '--private-key', p384]),
      await tollgate(['tokens', 'get', KEY, '--private-key', path.join(folder, 'missing')]),
      await tollgate(['tokens', 'get', KEY, '--private-key', p384, '--secret-stdin']),
    ];

    expect(results.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2]);
    expect(results[0]?.stderr).toContain('holds no private key that could be read');
    expect(results[1]?.stderr).toContain('It must be P-256, Ed25519 or RSA.');
    expect(results.map(({ stderr }) => stderr).join()).not.toContain('c2VjcmV0');
  });

  test("takes the running host's demo when nothing is named", async () => {
    const { fetch, sent } = gateway();
    const target = { demo: { consumerKey: KEY, consumerSecret: SECRET } };

    expect((await tollgate(['token', 'get'], { fetch, target })).exitCode).toBe(0);
    expect(sent[0]?.authorization).toBe(`Basic ${btoa(`${KEY}:${SECRET}`)}`);
  });

  test('says what is missing', async () => {
    expect(await tollgate(['tokens', 'get'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('consumer key'),
    });
    expect(await tollgate(['tokens', 'get', KEY])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--secret-file'),
    });
    expect(await tollgate(['tokens', 'get', 'acme', '--secret-stdin'])).toMatchObject({ exitCode: 2 });
  });

  test.each([
    [401, { error: 'invalid_client' }, 4],
    [400, { error: 'invalid_scope' }, 2],
    [503, {}, 6],
    [200, { hello: 1 }, 1],
  ])('ends after an answer %i %j with exit code %i', async (status, body, exitCode) => {
    const fetch = async () => Response.json(body, { status });

    const result = await tollgate(['tokens', 'get', KEY, '--secret-stdin'], { fetch, stdin: SECRET });

    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout + result.stderr).not.toContain(SECRET);
  });

  test('sends no secret in the open', async () => {
    const args = ['tokens', 'get', KEY, '--secret-stdin', '--token-url', 'http://elsewhere.example/token'];

    expect((await tollgate(args, { stdin: SECRET })).exitCode).toBe(2);
  });
});

describe('tollgate tokens inspect', () => {
  const inspect = (token: string, ...args: string[]) => {
    const { fetch, sent } = gateway();
    const result = cliUnderTest().tollgate(['tokens', 'inspect', '-o', 'json', ...args], {
      stdin: `${token}\n`,
      fetch,
    });
    return result.then((one) => ({ ...one, json: one.json, sent }));
  };

  test('shows claims and verdict, and fetches nothing but the keys', async () => {
    const { exitCode, json, sent } = await inspect(tokenWith(), '--offline');

    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ accepted: true, header: { typ: 'at+jwt' }, claims: { client: 'acme' } });
    expect(sent).toEqual([{ url: `${GATEWAY}/.well-known/jwks.json`, authorization: null, body: '' }]);
  });

  test.each([
    ['token_expired', tokenWith({ exp: seconds - 1 })],
    ['issuer_wrong', tokenWith({ iss: 'https://elsewhere.example' })],
    ['audience_wrong', tokenWith({ aud: 'https://elsewhere.example' })],
    ['key_unknown', tokenWith({}, newKeyPair())],
    ['signature_invalid', `${tokenWith().split('.').slice(0, 2).join('.')}.${tokenWith({ jti: 'two' }).split('.')[2]}`],
    ['claims_malformed', tokenWith({ client: 7 })],
    ['token_not_yet_valid', tokenWith({ iat: seconds + 100 })],
    ['token_malformed', 'not.a.token'],
    ['token_malformed', ''],
  ])('says %s', async (denied, token) => {
    const { exitCode, json } = await inspect(token, '--offline');

    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ accepted: false, denied, because: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test('asks the registry for what a right token would be denied for', async () => {
    expect((await inspect(tokenWith())).json).toMatchObject({ accepted: false, denied: 'subscription_missing' });
  });
});

describe('tollgate call', () => {
  const { tollgate } = cliUnderTest();
  const call = (...args: string[]) => ['call', ...args, '--consumer-key', KEY, '--secret-stdin'];

  test('sends a fresh token, and shows the body on stdout and the rest on stderr', async () => {
    const { fetch, sent } = gateway();

    const result = await tollgate(call('/orders/hello'), { fetch, stdin: SECRET });

    expect(result).toMatchObject({ exitCode: 0, stdout: 'hello' });
    expect(result.stderr).toContain('200');
    expect(sent[1]).toMatchObject({ url: `${GATEWAY}/orders/hello`, authorization: 'Bearer a-token' });
  });

  test('ends with the exit code of the status', async () => {
    const { fetch } = gateway();

    expect((await tollgate(call('/missing'), { fetch, stdin: SECRET })).exitCode).toBe(3);
  });

  test.each([
    'https://elsewhere.example/development/orders',
    'https://gateway.example/production/orders',
    'https://gateway.example/developmentx',
    'https://gateway.example/development/../production',
    'https://gateway.example/development/%2e%2e/production',
    'https://gateway.example:8443/development/orders',
    'http://gateway.example/development/orders',
    'https://me@gateway.example/development/orders',
    'https://gateway.example.elsewhere.example/development',
    '/../production',
    'orders',
  ])('sends nothing to %s', async (url) => {
    const { fetch, sent } = gateway();

    expect((await tollgate(call(url), { fetch, stdin: SECRET })).exitCode).toBe(2);
    expect(sent).toEqual([]);
  });

  test.each([
    ['/orders', `${GATEWAY}/orders`],
    ['//evil.example/x', `${GATEWAY}//evil.example/x`],
    [`${GATEWAY}/orders?a=1`, `${GATEWAY}/orders?a=1`],
    [GATEWAY, GATEWAY],
  ])('takes %s for %s', (target, expected) => {
    expect(withinGateway(target, GATEWAY)?.href).toBe(expected);
  });
});
