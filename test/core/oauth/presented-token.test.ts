import { expect, test } from '@jest/globals';
import type { ClientHttpRequest } from '#core/oauth/client-request.ts';
import { readPresentedToken } from '#core/oauth/presented-token.ts';

const BODY = 'token=t&client_id=k&client_secret=s';

function read(fields: Partial<ClientHttpRequest>) {
  const outcome = readPresentedToken({
    method: 'POST',
    contentTypes: ['application/x-www-form-urlencoded'],
    authorizations: [],
    queryNames: [],
    body: BODY,
    ...fields,
  });
  return outcome.ok ? outcome.value.token : outcome.failure.reason;
}

test('the token is read as it was sent, with any hint or none, among whatever else', () => {
  expect(read({})).toBe('t');
  expect(read({ body: `${BODY}&token_type_hint=pat` })).toBe('t');
  expect(read({ body: `${BODY}&token_type_hint=&unknown=1` })).toBe('t');
  expect(read({ body: 'client_secret=s&client_id=k&tok%65n=a%20b%2Bc+d', queryNames: ['x'] })).toBe('a b+c d');
});

test('a text far longer than any token is one that is not live, not a bad request', () => {
  expect(read({ body: `client_id=k&client_secret=s&token=${'x'.repeat(1_500_000)}` })).toHaveLength(1_500_000);
  expect(read({ body: `client_id=k&client_secret=s&token=${'x'.repeat(2_000_000)}` })).toBe('form_too_large');
  const rest = 'client_id=k&client_secret=s&token=';
  expect(read({ body: `${rest}${'x'.repeat(2_000_000 - rest.length)}` })).toHaveLength(2_000_000 - rest.length);
  expect(read({ body: `${rest}${'x'.repeat(2_000_001 - rest.length)}` })).toBe('form_too_large');
});

test.each<[string, Partial<ClientHttpRequest>, string]>([
  ['GET', { method: 'GET' }, 'method_not_allowed'],
  ['no token', { body: 'client_id=k&client_secret=s' }, 'token_missing'],
  ['an empty token', { body: BODY.replace('token=t', 'token=') }, 'token_missing'],
  ['the token twice', { body: `${BODY}&token=t` }, 'parameter_repeated'],
  ['an empty token beside it', { body: `${BODY}&token=` }, 'parameter_repeated'],
  ['the hint twice', { body: `${BODY}&token_type_hint=a&token_type_hint=a` }, 'parameter_repeated'],
  ['the token in the query', { queryNames: ['token'] }, 'parameter_in_query'],
  ['the hint in the query', { queryNames: ['token_type_hint'] }, 'parameter_in_query'],
  ['the secret in the query', { queryNames: ['client_secret'] }, 'parameter_in_query'],
  ['PHP names', { body: BODY.replace('token=', 'token[]=') }, 'token_missing'],
  ['JSON', { contentTypes: ['application/json'], body: '{"token":"t"}' }, 'not_a_form'],
  ['no type', { contentTypes: [] }, 'not_a_form'],
  ['two types', { contentTypes: ['application/x-www-form-urlencoded', 'text/plain'] }, 'not_a_form'],
  ['bytes that are not UTF-8', { body: undefined }, 'form_malformed'],
  ['no credentials', { body: 'token=t' }, 'authentication_missing'],
  ['no credentials and no token: the client is judged first', { body: 'a=1' }, 'authentication_missing'],
])('%s is refused', (_, fields, reason) => {
  expect(read(fields)).toBe(reason);
});
