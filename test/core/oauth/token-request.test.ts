import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JWT_BEARER } from '#core/oauth/client-assertion.ts';
import type { ClientHttpRequest } from '#core/oauth/client-request.ts';
import { readTokenRequest } from '#core/oauth/token-request.ts';
import { anyText } from '#test/support/any-text.ts';

const FORM = 'application/x-www-form-urlencoded';
const BODY = 'grant_type=client_credentials&client_id=k&client_secret=s';

function read(fields: Partial<ClientHttpRequest>) {
  return readTokenRequest({
    method: 'POST',
    contentTypes: [FORM],
    authorizations: [],
    queryNames: [],
    body: BODY,
    ...fields,
  });
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const reasonOf = (fields: Partial<ClientHttpRequest>) => {
  const outcome = read(fields);
  return outcome.ok ? undefined : outcome.failure.reason;
};

describe('a token request', () => {
  test('is read from the body', () => {
    expect(read({ body: `${BODY}&scope=a+b` })).toEqual({
      ok: true,
      value: {
        grantType: 'client_credentials',
        scope: 'a b',
        resources: [],
        credentials: { method: 'client_secret_post', clientId: 'k', clientSecret: 's' },
      },
    });
  });

  test('RFC 8707 §2: is read with the resources that it names, in order', () => {
    expect(read({ body: `${BODY}&resource=b&scope=a&resource=a` })).toMatchObject({
      value: { scope: 'a', resources: ['b', 'a'] },
    });
  });

  test('is read with Basic credentials', () => {
    const outcome = read({ authorizations: [basic('k:s')], body: 'grant_type=client_credentials' });

    expect(outcome).toMatchObject({
      value: { credentials: { method: 'client_secret_basic', clientId: 'k', clientSecret: 's' } },
    });
  });

  test('is read with an assertion, with or without a client_id', () => {
    const body = `grant_type=client_credentials&client_assertion_type=${encodeURIComponent(JWT_BEARER)}&client_assertion=a.b.c`;

    expect(read({ body })).toMatchObject({
      value: { credentials: { method: 'private_key_jwt', clientAssertion: 'a.b.c', clientId: undefined } },
    });
    expect(read({ body: `${body}&client_id=k` })).toMatchObject({ value: { credentials: { clientId: 'k' } } });
  });

  test.each([
    ['in another order', { body: 'client_secret=s&client_id=k&grant_type=client_credentials' }],
    ['with escaped names and values', { body: 'grant%5Ftype=client%5fcredentials&client_id=%6B&client_secret=s' }],
    ['with unknown parameters', { body: `${BODY}&audience=x&foo=` }],
    ['with resource twice, which RFC 8707 allows', { body: `${BODY}&resource=a&resource=b` }],
    ['with an empty pair', { body: `&${BODY}&&` }],
    ['with a charset', { contentTypes: [`${FORM}; charset=UTF-8`] }],
    ['with a content type in capitals', { contentTypes: ['APPLICATION/X-WWW-FORM-URLENCODED;charset=utf-8'] }],
    ['beside an unrelated query string', { queryNames: ['trace'] }],
    ['with Basic in lower case', { authorizations: [basic('k:s').replace('Basic', 'bAsIc')], body: 'grant_type=x' }],
    ['with Basic and no padding', { authorizations: [basic('k:s2').replaceAll('=', '')], body: 'grant_type=x' }],
    ['with Basic and spaces around', { authorizations: [` ${basic('k:s')}\t`], body: 'grant_type=x' }],
    [
      'with Basic and the same client_id in the body',
      { authorizations: [basic('k:s')], body: 'grant_type=x&client_id=k' },
    ],
  ])('is accepted %s', (_, fields) => {
    expect(read(fields)).toMatchObject({ ok: true });
  });

  test.each([
    ['GET', { method: 'GET' }, 'method_not_allowed'],
    ['HEAD', { method: 'HEAD' }, 'method_not_allowed'],
    ['a post in lower case', { method: 'post' }, 'method_not_allowed'],
    ['no content type', { contentTypes: [] }, 'not_a_form'],
    ['two content types', { contentTypes: [FORM, FORM] }, 'not_a_form'],
    ['JSON', { contentTypes: ['application/json'] }, 'not_a_form'],
    ['multipart', { contentTypes: ['multipart/form-data; boundary=x'] }, 'not_a_form'],
    ['a content type that only begins like a form', { contentTypes: [`${FORM}2`] }, 'not_a_form'],
    ['a content type that only ends like a form', { contentTypes: [`x${FORM}`] }, 'not_a_form'],
    ['bytes that are not UTF-8', { body: undefined }, 'form_malformed'],
    ['escapes that are not UTF-8', { body: `${BODY}&x=%ff` }, 'form_malformed'],
    ['a broken escape', { body: `${BODY}&x=%2` }, 'form_malformed'],
    ['an empty body', { body: '' }, 'authentication_missing'],
    ['no grant type', { body: 'client_id=k&client_secret=s' }, 'grant_type_missing'],
    ['an empty grant type', { body: `client_id=k&client_secret=s&grant_type=` }, 'grant_type_missing'],
    ['grant_type twice with one value', { body: `${BODY}&grant_type=client_credentials` }, 'parameter_repeated'],
    ['scope twice, once empty', { body: `${BODY}&scope=&scope=a` }, 'parameter_repeated'],
    ['client_id twice', { body: `${BODY}&client_id=k` }, 'parameter_repeated'],
    ['an unknown parameter twice', { body: `${BODY}&x=1&x=1` }, 'parameter_repeated'],
    ['a name twice, once escaped', { body: `${BODY}&scop%65=a&scope=a` }, 'parameter_repeated'],
    [
      'a semicolon for an ampersand',
      { body: 'grant_type=client_credentials;client_id=k;client_secret=s' },
      'authentication_missing',
    ],
    ['PHP names', { body: 'grant_type[]=client_credentials&client_id=k&client_secret=s' }, 'grant_type_missing'],
    ['the secret in the query string', { queryNames: ['client_secret'] }, 'parameter_in_query'],
    ['the grant type in the query string', { queryNames: ['grant_type'] }, 'parameter_in_query'],
    ['the scope in the query string', { queryNames: ['scope'] }, 'parameter_in_query'],
    ['a resource in the query string', { queryNames: ['resource'] }, 'parameter_in_query'],
    ['the id in the query string', { queryNames: ['x', 'client_id'] }, 'parameter_in_query'],
    ['an assertion in the query string', { queryNames: ['client_assertion'] }, 'parameter_in_query'],
    ['the type of one in the query string', { queryNames: ['client_assertion_type'] }, 'parameter_in_query'],
    ['a body that is too large', { body: `${BODY}&x=${'a'.repeat(40_000)}` }, 'form_too_large'],
    ['too many parameters', { body: `${BODY}${'&x'.repeat(200)}` }, 'form_too_large'],
    ['too many places for parameters', { body: `${BODY}${'&'.repeat(200)}` }, 'form_too_large'],
    ['Basic and a secret in the body', { authorizations: [basic('k:s')] }, 'several_authentication_methods'],
    [
      'Basic and an assertion',
      { authorizations: [basic('k:s')], body: 'grant_type=x&client_assertion=y' },
      'several_authentication_methods',
    ],
    ['a secret and an assertion', { body: `${BODY}&client_assertion=y` }, 'several_authentication_methods'],
    ['an assertion without its type', { body: 'grant_type=x&client_assertion=y' }, 'assertion_incomplete'],
    [
      'the type of an assertion alone',
      { body: `grant_type=x&client_assertion_type=${JWT_BEARER}` },
      'assertion_incomplete',
    ],
    [
      'an empty assertion',
      { body: `grant_type=x&client_assertion_type=${JWT_BEARER}&client_assertion=` },
      'assertion_incomplete',
    ],
    [
      'an assertion of another type',
      {
        body: 'grant_type=x&client_assertion=y&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
      },
      'authentication_method_unsupported',
    ],
    [
      'an assertion twice',
      { body: `grant_type=x&client_assertion=y&client_assertion=y&client_assertion_type=${JWT_BEARER}` },
      'parameter_repeated',
    ],
    ['an assertion in the query string', { queryNames: ['client_assertion'] }, 'parameter_in_query'],
    [
      'Basic and another client_id',
      { authorizations: [basic('k:s')], body: 'grant_type=x&client_id=K' },
      'client_id_contradicted',
    ],
    ['two Authorization headers', { authorizations: [basic('k:s'), basic('k:s')] }, 'several_authorization_headers'],
    ['Bearer', { authorizations: ['Bearer abc'], body: 'grant_type=x' }, 'authentication_method_unsupported'],
    [
      'Basicx',
      { authorizations: [basic('k:s').replace('Basic', 'Basicx')], body: 'grant_type=x' },
      'authentication_method_unsupported',
    ],
    [
      'Basic behind a line break',
      { authorizations: [`\n${basic('k:s')}`], body: 'grant_type=x' },
      'authentication_method_unsupported',
    ],
    [
      'Basic with a word before the credentials',
      { authorizations: [basic('k:s').replace(' ', ' x ')], body: 'grant_type=x' },
      'basic_malformed',
    ],
    ['Basic with a digit too many', { authorizations: [`${basic('k:s')}A`], body: 'grant_type=x' }, 'basic_malformed'],
    ['Basic alone', { authorizations: ['Basic'], body: 'grant_type=x' }, 'basic_malformed'],
    ['Basic with text behind', { authorizations: [`${basic('k:s')} x`], body: 'grant_type=x' }, 'basic_malformed'],
    ['Basic that is not base64', { authorizations: ['Basic a*b='], body: 'grant_type=x' }, 'basic_malformed'],
    [
      'Basic with wrong padding',
      { authorizations: ['Basic a2s6cw=='.replace('==', '=')], body: 'grant_type=x' },
      'basic_malformed',
    ],
    ['Basic without a colon', { authorizations: [basic('ks')], body: 'grant_type=x' }, 'basic_malformed'],
    ['Basic without an id', { authorizations: [basic(':s')], body: 'grant_type=x' }, 'basic_malformed'],
    ['Basic without a secret', { authorizations: [basic('k:')], body: 'grant_type=x' }, 'basic_malformed'],
    [
      'Basic that is not UTF-8',
      { authorizations: [`Basic ${Buffer.from([0xff, 0x3a, 0x61]).toString('base64')}`], body: 'grant_type=x' },
      'basic_malformed',
    ],
    ['Basic with a broken escape', { authorizations: [basic('k:s%2')], body: 'grant_type=x' }, 'basic_malformed'],
    ['Basic of 16 KB', { authorizations: [basic(`k:${'s'.repeat(16_384)}`)], body: 'grant_type=x' }, 'basic_malformed'],
    ['an id alone', { body: 'grant_type=x&client_id=k' }, 'authentication_missing'],
    ['a secret alone', { body: 'grant_type=x&client_secret=s' }, 'authentication_missing'],
  ])('is refused for %s', (_, fields, reason) => {
    expect(reasonOf(fields)).toBe(reason);
  });

  test('is refused at once, however many blanks an odd character ends', () => {
    const started = performance.now();

    expect(reasonOf({ authorizations: [`basic${' '.repeat(4_000)}\u2028`], body: 'grant_type=x' })).toBe(
      'basic_malformed',
    );
    expect(performance.now() - started).toBeLessThan(100);
  });

  test('has 4,096 characters of Basic at most', () => {
    const ofLength = (length: number) => ({
      authorizations: [`Basic ${Buffer.from(`k:${'s'.repeat(4_096)}`).toString('base64')}`.slice(0, length)],
      body: 'grant_type=x',
    });

    expect(read(ofLength(4_096))).toMatchObject({ value: { credentials: { clientId: 'k' } } });
    expect(reasonOf(ofLength(4_097))).toBe('basic_malformed');
  });

  test('gives back Basic credentials that nobody has form-encoded, control characters included', () => {
    const clientSecret = '\u0001s:\t\u007f ü';

    expect(read({ authorizations: [basic(`k:${clientSecret}`)], body: 'grant_type=x' })).toMatchObject({
      value: { credentials: { clientId: 'k', clientSecret } },
    });
  });

  test('gives back any credentials that were form-encoded into Basic (RFC 6749 §2.3.1)', () => {
    const text = anyText({ minLength: 1, maxLength: 40 }).filter((value) => value.isWellFormed());
    const encode = (value: string) => new URLSearchParams({ value }).toString().slice('value='.length);
    fc.assert(
      fc.property(text, text, (clientId, clientSecret) => {
        const outcome = read({
          authorizations: [basic(`${encode(clientId)}:${encode(clientSecret)}`)],
          body: 'grant_type=x',
        });
        expect(outcome).toMatchObject({ value: { credentials: { clientId, clientSecret } } });
      }),
    );
  });

  test('is read or refused, and never throws, whatever it holds', () => {
    fc.assert(
      fc.property(anyText(), fc.array(fc.string()), fc.array(fc.string()), (body, authorizations, contentTypes) => {
        read({ body, authorizations, contentTypes });
        read({ body, authorizations });
        read({ body: `${BODY}&${body}` });
      }),
    );
  });
});
