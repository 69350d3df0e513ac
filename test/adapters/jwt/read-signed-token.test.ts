import { createHmac, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { publicKeySet, readSignedToken } from '#adapters/jwt/read-signed-token.ts';
import { signAccessToken } from '#adapters/jwt/sign-access-token.ts';
import { isCompactForm } from '#core/access/compact-form.ts';
import type { AccessTokenClaims } from '#core/oauth/access-token.ts';
import { newKeyPair, type TestKeyPair } from '../../support/token-world.ts';

const expected = { issuer: 'https://issuer' };
const claims: AccessTokenClaims = {
  iss: expected.issuer,
  aud: 'https://gateway',
  sub: 'tgk',
  client_id: 'tgk',
  iat: 1,
  exp: 2,
  jti: 'j',
  client: 'c',
  product: 'p',
  subscription: 's',
  token_endpoint: 't',
};
const pair = newKeyPair();
const other = newKeyPair();
const good = signAccessToken(claims, pair);

/** As the verifier does: the form first, then the signature. */
async function read(token: string, keys: readonly TestKeyPair[] = [pair]) {
  if (!isCompactForm(token)) return 'token_malformed';
  const set = publicKeySet(keys.map(({ publicJwk }) => publicJwk));
  const outcome = await readSignedToken(token, expected, { get: async () => set, refresh: async () => set });
  return outcome.ok ? outcome.value : outcome.failure.reason;
}

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const es256 = (input: string, { privateKey }: TestKeyPair = pair) =>
  sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');

function forge(header: unknown, payload: unknown, signer: (input: string) => string = es256) {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signer(input)}`;
}

const header = { alg: 'ES256', typ: 'at+jwt', kid: pair.kid };

describe('a signed token', () => {
  test('is read when its signature is right, whatever the time', async () => {
    expect(await read(good)).toEqual({ header, payload: claims });
  });

  test('is always 86 characters of signature, and right, however short r and s are', async () => {
    for (let index = 0; index < 300; index += 1) {
      const token = signAccessToken({ ...claims, jti: `j${index}` }, pair);
      expect(await read(token)).toMatchObject({ payload: { jti: `j${index}` } });
    }
  });

  test('is refused with any one character changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(...'Aaz09-_.='), async (index, character) => {
        const changed = good.slice(0, index) + character + good.slice(index + 1);
        expect(changed === good || typeof (await read(changed)) === 'string').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  const pem = () => Buffer.from(JSON.stringify(pair.publicJwk));
  const hs256 = (key: string | Buffer) => (input: string) =>
    createHmac('sha256', key).update(input).digest('base64url');
  test.each<[string, string, string]>([
    ['alg none without a signature', forge({ ...header, alg: 'none' }, claims, () => ''), 'token_malformed'],
    [
      'alg none with the old signature',
      `${encode({ ...header, alg: 'none' })}.${good.split('.').slice(1).join('.')}`,
      'signature_invalid',
    ],
    ['alg nOnE', forge({ ...header, alg: 'nOnE' }, claims), 'signature_invalid'],
    ['HS256 with the public key', forge({ ...header, alg: 'HS256' }, claims, hs256(pem())), 'token_malformed'],
    [
      'HS256 with the public key, in the length of an ES256 signature',
      forge({ ...header, alg: 'HS256' }, claims, (input) => `${hs256(pem())(input)}${'A'.repeat(43)}`),
      'signature_invalid',
    ],
    ['RS256 in the header', forge({ ...header, alg: 'RS256' }, claims), 'signature_invalid'],
    ['ES384 in the header', forge({ ...header, alg: 'ES384' }, claims), 'signature_invalid'],
    ['no algorithm', forge({ typ: 'at+jwt', kid: pair.kid }, claims), 'signature_invalid'],
    ['the key of somebody else', forge(header, claims, (input) => es256(input, other)), 'signature_invalid'],
    [
      'the key of somebody else in its header',
      forge({ ...header, jwk: other.publicJwk }, claims, (input) => es256(input, other)),
      'signature_invalid',
    ],
    ['an unknown kid', forge({ ...header, kid: other.kid }, claims, (input) => es256(input, other)), 'key_unknown'],
    ['no kid', forge({ alg: 'ES256', typ: 'at+jwt' }, claims), 'key_unknown'],
    ['kid __proto__', forge({ ...header, kid: '__proto__' }, claims), 'key_unknown'],
    ['kid constructor', forge({ ...header, kid: 'constructor' }, claims), 'key_unknown'],
    ['kid ../../dev/null', forge({ ...header, kid: '../../dev/null' }, claims), 'key_unknown'],
    ['a list for kid', forge({ ...header, kid: [pair.kid] }, claims), 'token_malformed'],
    ['a signature of zeros', forge(header, claims, () => 'A'.repeat(86)), 'signature_invalid'],
    [
      'a DER signature',
      forge(header, claims, (input) => sign('sha256', Buffer.from(input), pair.privateKey).toString('base64url')),
      'token_malformed',
    ],
    ['another issuer', forge(header, { ...claims, iss: 'https://other' }), 'issuer_wrong'],
    ['a payload that is a list', forge(header, [claims]), 'token_malformed'],
    ['a payload that is no JSON', forge(header, 'hello'), 'token_malformed'],
    ['a header that is a list', forge([header], claims), 'token_malformed'],
    ['a header that is no JSON', forge('hello', claims), 'token_malformed'],
    ['deep nesting', forge(header, `${'['.repeat(1_000)}${']'.repeat(1_000)}`), 'token_malformed'],
  ])('is refused with %s', async (_, token, reason) => {
    expect(await read(token)).toBe(reason);
  });

  test.each([
    ['exp', -1e300],
    ['exp', 1e300],
    ['nbf', -1e300],
    ['nbf', 1e300],
    ['nbf', Number.MAX_VALUE],
    ['exp', -Number.MAX_VALUE],
  ])('is read with any finite %s, such as %d, which is judged elsewhere', async (name, time) => {
    expect(await read(forge(header, { ...claims, [name]: time }))).toMatchObject({ payload: { [name]: time } });
  });

  test('lets the last of repeated claims count, in what is judged as well', async () => {
    const payload = `${JSON.stringify(claims).slice(0, -1)},"iss":"https://other"}`;

    expect(await read(forge(header, payload))).toBe('issuer_wrong');
  });

  test('makes the keys be read anew when it names one that is not known, with a pause between', async () => {
    const pauses: number[] = [];
    const keys = {
      get: async () => publicKeySet([other.publicJwk]),
      refresh: async (pause: number) => {
        pauses.push(pause);
        return publicKeySet([other.publicJwk, pair.publicJwk]);
      },
    };

    expect(await readSignedToken(good, expected, keys)).toMatchObject({ ok: true });
    expect(pauses).toEqual([10_000]);
  });
});
