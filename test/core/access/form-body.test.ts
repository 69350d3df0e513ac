import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { readFormBody, tokensOfForm, withoutTokens } from '#core/access/form-body.ts';

const read = (contentTypes: readonly string[], contentEncodings: readonly string[] = []) =>
  readFormBody({ contentTypes, contentEncodings }, () => 'a=b').kind;

describe('RFC 6750 §2.2: a body is a form', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'Application/X-WWW-Form-URLEncoded',
    ' application/x-www-form-urlencoded ; charset=utf-8',
    'application/x-www-form-urlencoded;x',
    'application/x-www-form-urlencoded, text/plain',
    'application/x-www-form-urlencoded charset=utf-8',
  ])('by the content type %j', (contentType) => {
    expect(read([contentType])).toBe('form');
    expect(read(['text/plain', contentType])).toBe('form');
    expect(read([contentType], ['', 'identity', ' Identity\t'])).toBe('form');
  });

  test.each([
    [[]],
    [['']],
    [['application/json']],
    [['multipart/form-data; boundary=application/x-www-form-urlencoded']],
    [['application/x-www-form-urlencoded2']],
  ])('and not by %j', (contentTypes) => {
    expect(read(contentTypes)).toBe('no-form');
  });

  test.each(['gzip', 'deflate, br', 'identity, gzip'])('whose fields %s hides', (encoding) => {
    expect(read(['application/x-www-form-urlencoded'], [encoding])).toBe('encoded');
    expect(read(['application/json'], [encoding])).toBe('no-form');
  });

  test('and is read only if it is one', () => {
    const text = () => {
      throw new Error('read');
    };

    expect(readFormBody({ contentTypes: ['image/png'], contentEncodings: [] }, text)).toEqual({ kind: 'no-form' });
  });
});

describe('the tokens of a form', () => {
  test.each([
    ['access_token=abc', ['abc'], ''],
    ['a=1&access_token=abc&b=2', ['abc'], 'a=1&b=2'],
    ['access%5Ftoken=abc', ['abc'], ''],
    ['access_token=a%2Eb', ['a.b'], ''],
    ['access_token=a+b', ['a b'], ''],
    ['access_token', [''], ''],
    ['access_token=&x', [''], 'x'],
    ['access_token=a=b', ['a=b'], ''],
    ['access_token=%ff', ['%ff'], ''],
    ['access_token=1&access_token=2', ['1', '2'], ''],
    [
      'Access_Token=abc&access_tokens=x&access token=y&%zz=1',
      [],
      'Access_Token=abc&access_tokens=x&access token=y&%zz=1',
    ],
    ['&&a=1&', [], '&&a=1&'],
    ['', [], ''],
  ])('in %j are %j, and %j is left', (text, tokens, rest) => {
    expect(tokensOfForm(text)).toEqual(tokens);
    expect(withoutTokens(text)).toBe(rest);
  });

  test('are found among millions of fields in a moment', () => {
    const text = `${'%&'.repeat(2_000_000)}access_token=abc`;
    const decode = jest.spyOn(globalThis, 'decodeURIComponent');

    expect(tokensOfForm(text)).toEqual(['abc']);
    expect(decode).toHaveBeenCalledTimes(2);
    decode.mockRestore();
  });

  test('are all gone from what is left, whatever the form, of which nothing else is lost', () => {
    const field = fc.oneof(
      fc.string(),
      fc.constantFrom('access_token=x', 'access%5ftoken=y', '%61ccess_token', 'a=%', 'ü=ö'),
    );
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        const text = fields.join('&');
        const rest = withoutTokens(text);

        expect(tokensOfForm(rest)).toEqual([]);
        const others = text.split('&').filter((one) => tokensOfForm(one).length === 0);
        expect(rest).toBe(others.join('&'));
      }),
    );
  });
});
