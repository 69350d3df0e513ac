import { describe, expect, test } from '@jest/globals';
import { judgeClaims } from '#core/access/judge-claims.ts';

const NOW = 1_800_000_000;
const header = { alg: 'ES256', typ: 'at+jwt', kid: 'k' };
const payload = {
  iss: 'https://issuer',
  aud: 'https://gateway',
  sub: 'tgk',
  client_id: 'tgk',
  iat: NOW,
  exp: NOW + 600,
  jti: 'j',
  scope: 'a b',
  client: 'acme',
  product: 'orders',
  subscription: 'i',
  token_endpoint: 'access-token',
};

function judge(headerFields: object = {}, claims: object = {}, now = NOW * 1_000) {
  const token = { header: { ...header, ...headerFields }, payload: { ...payload, ...claims } };
  const outcome = judgeClaims(token, { issuer: 'https://issuer', audience: 'https://gateway', now });
  return outcome.ok ? outcome.value : outcome.failure.reason;
}

describe('judging header and claims', () => {
  test('gives the token', () => {
    expect(judge()).toEqual({
      issuer: 'https://issuer',
      audience: ['https://gateway'],
      consumerKey: 'tgk',
      clientId: 'acme',
      productId: 'orders',
      subscription: 'i',
      tokenEndpoint: 'access-token',
      scopes: ['a', 'b'],
      issuedAt: NOW,
      expiresAt: NOW + 600,
      tokenId: 'j',
      attributes: {},
    });
  });

  test('takes texts under names without a meaning of their own for attributes', () => {
    const claims = { tier: 'gold', nbf: NOW, level: 7, roles: 'admin', __proto__: 'x', constructor: 'y' };

    expect(judge({}, claims)).toMatchObject({ attributes: { tier: 'gold', constructor: 'y' } });
    expect(Object.keys((judge({}, claims) as { attributes: object }).attributes)).toEqual(['tier', 'constructor']);
  });

  test.each([
    ['typ in capitals', { typ: 'AT+JWT' }, {}],
    ['typ with application/', { typ: 'application/at+jwt' }, {}],
    ['an unknown header member', { x: 1 }, {}],
    ['an unknown claim', {}, { x: 1 }],
    ['an audience list with the right one', {}, { aud: ['https://other', 'https://gateway'] }],
    ['the audience of a project of the gateway', {}, { aud: 'https://gateway/orders/1.0' }],
    ['nbf in the past', {}, { nbf: NOW - 1 }],
    ['nbf 30 s ahead', {}, { nbf: NOW + 30 }],
    ['a life of exactly a day', {}, { exp: NOW + 86_400 }],
    ['no scope', {}, { scope: undefined }],
    ['iat 30 s ahead', {}, { iat: NOW + 30 }],
    ['the last millisecond', {}, { exp: NOW + 1 }, (NOW + 1) * 1_000 - 1],
  ])('accepts %s', (_, headerFields, claims, now = NOW * 1_000) => {
    expect(judge(headerFields, claims, now)).toMatchObject({ tokenId: 'j' });
  });

  test.each([
    ['none', undefined, []],
    ['an empty one', '', []],
    ['one', 'a', ['a']],
  ])('gives the scopes of %s', (_, scope, scopes) => {
    expect(judge({}, { scope })).toMatchObject({ scopes });
  });

  test('takes an id of 256 characters, and no longer one', () => {
    expect(judge({}, { jti: 'j'.repeat(256) })).toMatchObject({ tokenId: 'j'.repeat(256) });
    expect(judge({}, { jti: 'j'.repeat(257) })).toBe('claims_malformed');
  });

  test.each<[string, object, object, string]>([
    ['typ JWT', { typ: 'JWT' }, {}, 'token_type_wrong'],
    ['no typ', { typ: undefined }, {}, 'token_type_wrong'],
    ['a typ that only ends so', { typ: 'xat+jwt' }, {}, 'token_type_wrong'],
    ['a typ that only begins so', { typ: 'at+jwtx' }, {}, 'token_type_wrong'],
    ['a list for a typ', { typ: ['at+jwt'] }, {}, 'token_type_wrong'],
    ['another algorithm', { alg: 'ES384' }, {}, 'signature_invalid'],
    ['an unknown critical header', { crit: ['x'] }, {}, 'critical_header'],
    ['an empty crit', { crit: [] }, {}, 'critical_header'],
    ['crit null', { crit: null }, {}, 'critical_header'],
    ['b64', { b64: false }, {}, 'critical_header'],
    ['another issuer', {}, { iss: 'https://issuer/' }, 'issuer_wrong'],
    ['no issuer', {}, { iss: undefined }, 'issuer_wrong'],
    ['another audience', {}, { aud: 'https://gateway2' }, 'audience_wrong'],
    ['an audience that only begins like the gateway', {}, { aud: 'https://gateway-2/orders' }, 'audience_wrong'],
    ['no audience', {}, { aud: undefined }, 'audience_wrong'],
    ['an empty audience list', {}, { aud: [] }, 'audience_wrong'],
    ['a list with something else in it', {}, { aud: ['https://gateway', 1] }, 'audience_wrong'],
    ['cnf', {}, { cnf: { jkt: 'x' } }, 'sender_constrained'],
    ['no exp', {}, { exp: undefined }, 'claims_malformed'],
    ['exp as text', {}, { exp: String(NOW + 600) }, 'claims_malformed'],
    ['infinite exp', {}, { exp: Number.POSITIVE_INFINITY }, 'claims_malformed'],
    ['negative exp', {}, { exp: -1 }, 'claims_malformed'],
    ['no iat', {}, { iat: undefined }, 'claims_malformed'],
    ['no jti', {}, { jti: undefined }, 'claims_malformed'],
    ['an empty jti', {}, { jti: '' }, 'claims_malformed'],
    ['client_id that is not sub', {}, { client_id: 'other' }, 'claims_malformed'],
    ['no sub', {}, { sub: undefined, client_id: undefined }, 'claims_malformed'],
    ['no client', {}, { client: undefined }, 'claims_malformed'],
    ['no product', {}, { product: undefined }, 'claims_malformed'],
    ['no subscription', {}, { subscription: undefined }, 'claims_malformed'],
    ['scope as a list', {}, { scope: ['a'] }, 'claims_malformed'],
    ['nbf as text', {}, { nbf: '0' }, 'claims_malformed'],
    ['exp now', {}, { exp: NOW }, 'token_expired'],
    ['nbf 31 s ahead', {}, { nbf: NOW + 31 }, 'token_not_yet_valid'],
    ['iat 31 s ahead', {}, { iat: NOW + 31, exp: NOW + 631 }, 'token_not_yet_valid'],
    ['a life of more than a day', {}, { exp: NOW + 86_401 }, 'lifetime_too_long'],
  ])('refuses %s', (_, headerFields, claims, reason) => {
    expect(judge(headerFields, claims)).toBe(reason);
  });
});
