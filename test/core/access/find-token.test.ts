import { describe, expect, test } from '@jest/globals';
import { findToken } from '#core/access/find-token.ts';
import type { FormBody } from '#core/access/form-body.ts';
import { oauthVerifyAccessToken } from '#core/catalog/verify-access-token-policy.ts';

const header = oauthVerifyAccessToken({ location: 'header' });
const query = oauthVerifyAccessToken({ location: 'query' });
const named = oauthVerifyAccessToken({ location: 'query', queryParameter: 'key' });

function find(policy: typeof header, authorizations: readonly string[], parameters: Record<string, string[]> = {}) {
  const found = findToken({ method: 'GET', authorizations, queryValues: (name) => parameters[name] ?? [] }, policy);
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

describe('RFC 6750 §2.2: the token in the body', () => {
  const body = oauthVerifyAccessToken({ location: 'body' });
  const anywhere = oauthVerifyAccessToken({ location: ['query', 'body'], queryParameter: 'key' });

  interface Places {
    readonly method?: string;
    readonly authorizations?: readonly string[];
    readonly parameters?: Readonly<Record<string, readonly string[]>>;
    readonly form?: FormBody;
  }

  function findIn(policy: typeof body, text: string, places: Places = {}) {
    const { method = 'POST', authorizations = [], parameters = {}, form = { kind: 'form', text } } = places;
    const found = findToken({ method, authorizations, queryValues: (name) => parameters[name] ?? [], form }, policy);
    return found.ok ? found.value : found.failure.reason;
  }

  test.each(['POST', 'PUT', 'PATCH'])('is found with %s', (method) => {
    expect(findIn(body, 'a=1&access_token=abc', { method })).toBe('abc');
    expect(findIn(anywhere, 'access_token=abc', { method })).toBe('abc');
  });

  test.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])('may not stand there with %s', (method) => {
    expect(findIn(body, 'access_token=abc', { method })).toBe('token_misplaced');
    expect(findIn(body, 'access_token=abc', { method, authorizations: ['Bearer abc'] })).toBe('token_misplaced');
    expect(findIn(body, 'a=1', { method, authorizations: ['Bearer abc'] })).toBe('abc');
  });

  test('may not stand beside what is not ASCII', () => {
    expect(findIn(body, 'access_token=abc&name=\xc3\xbc')).toBe('token_misplaced');
    expect(findIn(body, 'name=\xc3\xbc', { authorizations: ['Bearer abc'] })).toBe('abc');
  });

  test('is not sought in a body that is no form, and refused unseen in one that is encoded', () => {
    expect(findIn(body, '', { form: { kind: 'no-form' } })).toBe('token_missing');
    expect(findIn(body, '', { form: { kind: 'no-form' }, authorizations: ['Bearer abc'] })).toBe('abc');
    expect(findIn(body, '', { form: { kind: 'encoded' }, authorizations: ['Bearer abc'] })).toBe('form_encoded');
  });

  test('is neither sought nor minded where the policy does not look there', () => {
    expect(findIn(query, 'access_token=abc')).toBe('token_missing');
    expect(findIn(header, 'access_token=abc', { authorizations: ['Bearer x'] })).toBe('x');
  });

  test.each<[string, string, Places]>([
    ['twice', 'access_token=a&access_token=b', {}],
    ['empty beside another', 'access_token=&access_token=b', {}],
    ['and in the header', 'access_token=a', { authorizations: ['Bearer a'] }],
    ['and in the query string', 'access_token=a', { parameters: { key: ['a'] } }],
  ])('is refused when there is more than one: %s', (_, text, places) => {
    expect(findIn(anywhere, text, places)).toBe('several_tokens');
  });

  test('is found in the query string beside a form where the policy looks into both', () => {
    const both = oauthVerifyAccessToken({ location: ['query', 'body'] });

    expect(findIn(both, 'a=1', { parameters: { access_token: ['abc'] } })).toBe('abc');
    expect(findIn(anywhere, 'a=1', { parameters: { key: ['abc'], access_token: ['ordinary'] } })).toBe('abc');
  });

  test('is missing when the field is empty', () => {
    expect(findIn(body, 'access_token=')).toBe('token_missing');
  });

  test('a token in the query string, where the policy does not look, is refused and not passed on', () => {
    const parameters = { access_token: ['abc'] };

    expect(findIn(body, '', { parameters })).toBe('token_misplaced');
    expect(findIn(body, '', { parameters, authorizations: ['Bearer abc'] })).toBe('token_misplaced');
  });

  test('whoever cannot see the body must not judge', () => {
    expect(() => findToken({ method: 'POST', authorizations: ['Bearer abc'], queryValues: () => [] }, body)).toThrow(
      'a body that cannot be seen',
    );
  });
});
