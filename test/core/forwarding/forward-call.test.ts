import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { headersForCaller } from '#core/forwarding/answer-headers.ts';
import { type ForwardTarget, forwardCall, type IncomingCall, type Pairs } from '#core/forwarding/forward-call.ts';
import { alpha, testCatalogue } from '#test/support/test-catalogue.ts';
import { catalogueOfOrders, development } from '../../support/orders-catalogue.ts';

const catalogue = deployedCatalogue(catalogueOfOrders, development);

function forward(
  fields: Partial<IncomingCall> = {},
  baseUrl = 'https://legacy.example.com/base',
  more: Partial<ForwardTarget> | 'nothing' = {},
) {
  const call: IncomingCall = {
    method: 'GET',
    path: '/legacy/a%20b/c',
    resource: '/legacy/{proxy+}',
    query: [],
    headers: [],
    form: { kind: 'no-form' },
    identity: 'client="acme"',
    ...fields,
  };
  return forwardCall(call, catalogue, ({ projectId }) =>
    projectId === 'legacy' && more !== 'nothing' ? { baseUrl, ...more } : undefined,
  );
}

const forwarded = (...parameters: Parameters<typeof forward>) => {
  const outcome = forward(...parameters);
  if (!outcome.ok) throw new Error(outcome.failure.reason);
  return outcome.value;
};
const reasonOf = (...parameters: Parameters<typeof forward>) => {
  const outcome = forward(...parameters);
  return outcome.ok ? outcome.value.url : outcome.failure.reason;
};

describe('forwarding a call', () => {
  test('keeps method, path, query and headers, and tells who calls', () => {
    expect(
      forwarded({
        method: 'POST',
        query: [
          ['a', '1 & 2'],
          ['a', ''],
          ['ü', '='],
        ],
        headers: [['X-Own', 'x']],
      }),
    ).toEqual({
      method: 'POST',
      url: 'https://legacy.example.com/base/a%20b/c?a=1%20%26%202&a=&%C3%BC=%3D',
      baseUrl: 'https://legacy.example.com/base',
      headers: [
        ['X-Own', 'x'],
        ['tollgate', 'client="acme"'],
      ],
      hadQueryToken: false,
    });
  });

  test.each([
    ['/legacy', '/legacy', 'https://legacy.example.com/base', 'https://legacy.example.com/base'],
    ['/legacy', '/legacy', 'https://legacy.example.com', 'https://legacy.example.com/'],
    ['/legacy/', '/legacy', 'https://legacy.example.com/base', 'https://legacy.example.com/base/'],
    ['/legacy/x/', '/legacy/{proxy+}', 'https://legacy.example.com', 'https://legacy.example.com/x/'],
    ['/legacy/x', '/legacy/{proxy+}', 'https://legacy.example.com/', 'https://legacy.example.com/x'],
  ])('puts %s behind the base URL', (path, resource, target, url) => {
    expect(forwarded({ path, resource }, target).url).toBe(url);
  });

  test('takes the token out of the query string and out of every header that repeats it', () => {
    const call = forwarded({
      query: [
        ['access_token', 'a+b/c=.a+b/c=.a+b/c='],
        ['q', '1'],
      ],
      headers: [
        ['Referer', 'https://page/?access_token=a%2Bb%2Fc%3D.a%2Bb%2Fc%3D.a%2Bb%2Fc%3D'],
        ['X-Copy', 'a+b/c=.a+b/c=.a+b/c='],
        ['Accept', '*/*'],
      ],
    });

    expect(call.url).toBe('https://legacy.example.com/base/a%20b/c?q=1');
    expect(call.headers.map(([name]) => name)).toEqual(['Accept', 'tollgate']);
    expect(call.hadQueryToken).toBe(true);
  });

  test('loses no header to a parameter that is too short to be a token, nor what API Gateway adds', () => {
    const headers: Pairs = [
      ['X-Forwarded-For', '203.0.113.7, 10.0.0.1'],
      ['X-Amzn-Trace-Id', 'Root=1'],
      ['User-Agent', 'x/1.0'],
      ['Connection', 'X-Forwarded-For, X-Amzn-Trace-Id'],
    ];

    expect(forwarded({ query: [['access_token', '.']], headers }).headers.map(([name]) => name)).toEqual([
      'X-Forwarded-For',
      'X-Amzn-Trace-Id',
      'User-Agent',
      'tollgate',
    ]);
  });

  test('drops the caller’s Authorization, its look-alikes of the identity and hop-by-hop headers', () => {
    const headers: Pairs = [
      ['AUTHORIZATION', 'Bearer abc'],
      ['Tollgate', 'client="root"'],
      ['tollGate', 'client="root"'],
      ['Connection', 'close, X-Hop'],
      ['x-hop', '1'],
      ['Keep-Alive', '1'],
      ['TE', 'trailers'],
      ['Transfer-Encoding', 'chunked'],
      ['Upgrade', 'h2c'],
      ['Proxy-Authorization', 'Basic x'],
      ['Host', 'other'],
      ['Content-Length', '5'],
      ['Expect', '100-continue'],
      ['Cookie', 'a=b'],
    ];

    expect(forwarded({ headers }).headers).toEqual([
      ['Cookie', 'a=b'],
      ['tollgate', 'client="acme"'],
    ]);
  });

  test('sends the gateway secret, and never what the caller put under the name of its header', () => {
    const headers: Pairs = [
      ['X-Gateway-Secret', 'guess'],
      ['x-gateway-secret', 'guess'],
      ['X-GATEWAY-SECRET', 'guess'],
      ['X-Own', 'x'],
    ];
    const gatewaySecret = { header: 'X-Gateway-Secret', value: 'the-secret' };

    expect(forwarded({ headers }, undefined, { gatewaySecret }).headers).toEqual([
      ['X-Own', 'x'],
      ['tollgate', 'client="acme"'],
      ['X-Gateway-Secret', 'the-secret'],
    ]);
    // Nor can a caller declare the header hop-by-hop.
    expect(
      forwarded({ headers: [['Connection', 'X-Gateway-Secret, tollgate']] }, undefined, { gatewaySecret }).headers,
    ).toEqual([
      ['tollgate', 'client="acme"'],
      ['X-Gateway-Secret', 'the-secret'],
    ]);
  });

  test('is refused for a project whose target is not there', () => {
    expect(reasonOf({}, undefined, 'nothing')).toBe('target_missing');
  });

  test.each<[string, Partial<IncomingCall>, string]>([
    ['an empty segment', { path: '/legacy//169.254.169.254/x' }, 'path_not_canonical'],
    ['dot segments', { path: '/legacy/../../x' }, 'path_not_canonical'],
    ['encoded dot segments', { path: '/legacy/%2e%2e/x' }, 'path_not_canonical'],
    ['a route of no project', { path: '/other/x', resource: '/other/{proxy+}' }, 'route_unknown'],
    ['a resource that the path is not of', { resource: '/legacy' }, 'route_unknown'],
    ['a query value that was not UTF-8', { query: [['q', 'a\uFFFD']] }, 'query_not_utf8'],
    ['a query name that is no text', { query: [['\uD800', '']] }, 'query_not_utf8'],
    ['a protected route without the verifier’s word', { identity: undefined }, 'identity_missing'],
  ])('is refused for %s', (_, fields, reason) => {
    expect(reasonOf(fields)).toBe(reason);
  });

  test.each(['', 'none', 'ftp://x.example.com', 'https://user@x.example.com', 'https://x.example.com/?a'])(
    'is refused for the target %j',
    (target) => {
      expect(reasonOf({}, target)).toBe('target_missing');
    },
  );

  test('never leaves origin and base path of the target', () => {
    const piece = fc.constantFrom('/', '.', '..', '%2e', '%2F', '@', ':', 'evil.com', '\\', '?', '#', 'x', '%09');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const outcome = forward({ path: `/legacy/${pieces.join('')}` });
        if (!outcome.ok) return true;
        const url = new URL(outcome.value.url);
        return url.origin === 'https://legacy.example.com' && url.pathname.startsWith('/base/');
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the headers of an answer', () => {
  test('end hop-by-hop ones here', () => {
    const headers: Pairs = [
      ['Connection', 'x-hop'],
      ['X-Hop', '1'],
      ['Content-Length', '5'],
      ['Set-Cookie', 'a=b'],
      ['Set-Cookie', 'c=d'],
    ];

    expect(headersForCaller(headers, false)).toEqual([
      ['Set-Cookie', 'a=b'],
      ['Set-Cookie', 'c=d'],
    ]);
  });

  test.each([
    [undefined, 'private'],
    ['public, max-age=60', 'private, max-age=60'],
    ['no-store', 'private, no-store'],
    ['private="x", s-maxage=9', 'private'],
    ['private="x, y", no-cache="a, b" ,, max-age=1', 'private, no-cache="a, b", max-age=1'],
  ])('make an answer to a query token private: %s becomes %s', (before, after) => {
    const headers: Pairs = before === undefined ? [] : [['cache-control', before]];

    expect(headersForCaller(headers, true)).toEqual([['Cache-Control', after]]);
    expect(headersForCaller(headers, false)).toEqual(headers);
  });
});

describe('RFC 6750 §2.2: forwarding a call whose token may stand in the body', () => {
  const forms = deployedCatalogue(testCatalogue, alpha);

  function forwardForm(text: string, fields: Partial<IncomingCall> = {}) {
    const call: IncomingCall = {
      method: 'POST',
      path: '/forms/1/x',
      resource: '/forms/1/{proxy+}',
      query: [],
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      form: { kind: 'form', text },
      identity: 'client="acme"',
      ...fields,
    };
    const outcome = forwardCall(call, forms, () => ({ baseUrl: 'https://forms.example.com' }));
    if (!outcome.ok) throw new Error(outcome.failure.reason);
    return outcome.value;
  }

  test('takes the token out of the form, and leaves the rest of it as it came', () => {
    const token = 'abcdefghijklmnopqrstuvwxyz';

    expect(forwardForm(`a=%31&access_token=${token}&b=+`)).toMatchObject({ form: 'a=%31&b=+', hadQueryToken: false });
    expect(forwardForm(`access_token=${token}`, { headers: [['Referer', `https://x/?${token}`]] }).headers).toEqual([
      ['tollgate', 'client="acme"'],
    ]);
  });

  test('drops the digests that were true of the form with its token', () => {
    const headers = ['Content-MD5', 'Digest', 'Content-Digest', 'Repr-Digest', 'ETag'].map(
      (name) => [name, 'x'] as const,
    );

    expect(forwardForm('access_token=abc', { headers }).headers.map(([name]) => name)).toEqual(['ETag', 'tollgate']);
    expect(forwardForm('a=1', { headers }).headers).toHaveLength(6);
  });

  test('drops a header that holds one of very many', () => {
    const tokens = Array.from({ length: 40_000 }, (_, index) => `${'a'.repeat(90)}${index}`);
    const headers: Pairs = [
      ...Array.from({ length: 9 }, (_, index) => [`X-${index}`, 'a'.repeat(1_000)] as const),
      ['Referer', `https://😀/?${tokens.at(-1)}`],
    ];
    const { headers: sent } = forwardForm(tokens.map((one) => `access_token=${one}`).join('&'), { headers });

    expect(sent.map(([name]) => name)).toEqual([...headers.slice(0, -1).map(([name]) => name), 'tollgate']);
  });

  test('RFC 6750 §2.3: takes one that stands in the query string out of a public call, too', () => {
    const open = { path: '/forms/1/open', resource: '/forms/1/open', identity: undefined };
    const query: Pairs = [
      ['access_token', 'abc'],
      ['a', '1'],
    ];

    expect(forwardForm('b=2', { ...open, query })).toMatchObject({
      url: expect.stringMatching(/open\?a=1$/),
      hadQueryToken: true,
    });
  });

  test('leaves a body without a token alone', () => {
    expect(forwardForm('a=1&b=2')).not.toHaveProperty('form');
    expect(forwardForm('', { form: { kind: 'no-form' } })).not.toHaveProperty('form');
  });

  test('takes a token out on a public resource of such a project as well, and of no other project', () => {
    const open = { path: '/forms/1/open', resource: '/forms/1/open', identity: undefined };

    expect(forwardForm('access_token=abc', open)).toMatchObject({
      form: '',
      headers: expect.arrayContaining([['tollgate', 'public']]),
    });
    expect(forwardForm('access_token=abc', { path: '/archive/x', resource: '/archive/{proxy+}' })).not.toHaveProperty(
      'form',
    );
  });
});
