import { describe, expect, test } from '@jest/globals';
import { findToken } from '#core/access/find-token.ts';
import { oauthVerifyAccessToken } from '#core/catalog/verify-access-token-policy.ts';

const header = oauthVerifyAccessToken({ location: 'header' });
const query = oauthVerifyAccessToken({ location: 'query' });
const named = oauthVerifyAccessToken({ location: 'query', queryParameter: 'key' });

function find(policy: typeof header, authorizations: readonly string[], parameters: Record<string, string[]> = {}) {
  const found = findToken({ authorizations, queryValues: (name) => parameters[name] ?? [] }, policy);
  return found.ok ? found.value : found.failure.reason;
}

describe('the token of a request', () => {
  test.each([
    ['Bearer abc', 'abc'],
    ['bEaReR abc', 'abc'],
    ['Bearer    abc', 'abc'],
    [' \tBearer abc ', 'abc'],
    ['Bearer a-._~+/b==', 'a-._~+/b=='],
  ])('is found in the header %j', (authorization, token) => {
    expect(find(header, [authorization])).toBe(token);
    expect(find(query, [authorization])).toBe(token);
  });

  test.each([
    'Bearer',
    'Bearer ',
    'abc',
    'Bearer abc def',
    'Bearer abc,Bearer def',
    'Bearerabc',
    'Bearerx abc',
    'Basic YTpi',
    'DPoP abc',
    'Bearer "abc"',
    'Bearer a%2Eb',
    'Bearer token="abc"',
    'Bearer\tabc',
    '',
  ])('is not found in the header %j', (authorization) => {
    expect(find(header, [authorization])).toBe('authorization_malformed');
  });

  test('is missing without any header', () => {
    expect(find(header, [])).toBe('token_missing');
    expect(find(query, [])).toBe('token_missing');
    expect(find(query, [], { access_token: [''] })).toBe('token_missing');
  });

  test('is found in the query string where the policy says so', () => {
    expect(find(query, [], { access_token: ['abc'] })).toBe('abc');
    expect(find(named, [], { key: ['abc'] })).toBe('abc');
    expect(find(named, [], { access_token: ['abc'] })).toBe('token_missing');
    expect(find(query, [], { Access_Token: ['abc'] })).toBe('token_missing');
  });

  test('is neither sought nor minded in the query string where the policy has the header alone', () => {
    expect(find(header, [], { access_token: ['abc'] })).toBe('token_missing');
    expect(find(header, ['Bearer abc'], { access_token: ['x'] })).toBe('abc');
  });

  test.each([
    ['two headers', ['Bearer abc', 'Bearer abc'], {}],
    ['header and query string', ['Bearer abc'], { access_token: ['abc'] }],
    ['header and an empty parameter', ['Bearer abc'], { access_token: [''] }],
    ['the parameter twice', [], { access_token: ['abc', 'abc'] }],
  ])('is refused when there is more than one: %s', (_, authorizations, parameters) => {
    expect(find(query, authorizations, parameters)).toBe('several_tokens');
  });
});
