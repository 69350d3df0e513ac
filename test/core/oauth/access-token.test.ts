import { describe, expect, test } from '@jest/globals';
import { type AccessToken, toClaims } from '#core/oauth/access-token.ts';
import { introspectionAnswer } from '#core/oauth/introspection-answer.ts';

const token: AccessToken = {
  issuer: 'https://issuer',
  audience: ['https://gateway'],
  consumerKey: 'tgk',
  clientId: 'acme',
  productId: 'orders',
  subscription: 'i',
  tokenEndpoint: 'access-token',
  scopes: ['a', 'b'],
  issuedAt: 1,
  expiresAt: 2,
  tokenId: 'j',
  attributes: { tier: 'gold', iss: 'evil', jti: 'evil', sub: 'evil', aud: 'evil', client_id: 'evil' },
};
const claims = {
  tier: 'gold',
  iss: 'https://issuer',
  aud: 'https://gateway',
  sub: 'tgk',
  client_id: 'tgk',
  iat: 1,
  exp: 2,
  jti: 'j',
  scope: 'a b',
  client: 'acme',
  product: 'orders',
  subscription: 'i',
  token_endpoint: 'access-token',
};
const bare = { ...token, scopes: [], attributes: {} };

describe('RFC 9068 §2.2: the claims of a token', () => {
  test('are those of the standard and ours, and no attribute stands in for one of them', () => {
    expect(toClaims(token)).toStrictEqual(claims);
  });

  test('have neither scope nor nbf where it has none', () => {
    const { tier, scope, ...rest } = claims;

    expect(toClaims(bare)).toStrictEqual(rest);
    expect(toClaims({ ...bare, notBefore: 0 })).toStrictEqual({ ...rest, nbf: 0 });
    expect(toClaims({ ...bare, scopes: ['a'] })).toStrictEqual({ ...rest, scope: 'a' });
  });

  test('RFC 7519 §4.1.3: name one audience as a text, and several as a list', () => {
    expect(toClaims({ ...token, audience: ['a', 'b'] }).aud).toEqual(['a', 'b']);
    expect(toClaims({ ...token, audience: ['a'] }).aud).toBe('a');
    expect(toClaims({ ...token, audience: [] }).aud).toEqual([]);
  });
});

describe('RFC 7662 §2.2: what introspection says of a token', () => {
  const { client, product, subscription, token_endpoint, ...told } = claims;

  test('is what it means to its client, and no attribute stands in for it', () => {
    const attributes = { ...token.attributes, active: 'no', token_type: 'evil' };

    expect(introspectionAnswer({ ...token, attributes })).toStrictEqual({
      ...told,
      active: true,
      token_type: 'Bearer',
    });
  });

  test('has neither scope nor nbf where it has none', () => {
    const { tier, scope, ...rest } = { ...told, active: true, token_type: 'Bearer' };

    expect(introspectionAnswer(bare)).toStrictEqual(rest);
    expect(introspectionAnswer({ ...bare, notBefore: 0 })).toStrictEqual({ ...rest, nbf: 0 });
    expect(introspectionAnswer({ ...bare, scopes: ['a'] })).toStrictEqual({ ...rest, scope: 'a' });
  });
});
