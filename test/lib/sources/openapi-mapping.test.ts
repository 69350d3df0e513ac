import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Resource } from '#core/catalog/api-project.ts';
import { oauthVerifyAccessToken } from '#core/catalog/authoring.ts';
import { findResourceProblems } from '#core/catalog/find-resource-problems.ts';
import { describeDocument, type OpenApiOptions } from '#lib/sources/openapi/describe-document.ts';
import type { JsonObject } from '#lib/sources/openapi/json-value.ts';
import { problemList } from '#lib/sources/openapi/problem-list.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

const segment = fc.oneof(
  fc.constantFrom('items', 'orders', 'a.b', 'export', 'constructor', '__proto__', '1'),
  fc.constantFrom('{id}', '{itemId}', '{x-y}', '{x.y}', '{2}', '{id_2}', '{__proto__}'),
);
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
const scopes = fc.array(fc.constantFrom('a', 'b', 'orders:read', '__proto__'), { maxLength: 3 });
/** A requirement that can be mapped, or none. */
const security = fc.option(
  fc.oneof(
    fc.constant([]),
    scopes.map((one) => [{ ours: one }]),
    scopes.map((one) => [{ key: [] }, { ours: one }, { ours: one.toReversed() }]),
  ),
  { nil: undefined },
);
const operation = fc.record({
  operationId: fc.option(fc.constantFrom('list', 'list-items', '7', '__proto__', '…'), { nil: undefined }),
  security,
});
const document = fc.record({
  security,
  paths: fc.uniqueArray(
    fc.tuple(path, fc.dictionary(fc.constantFrom(...METHODS), operation, { minKeys: 1, maxKeys: 4 })),
    // Paths that are alike but for the names of variables are one path, which a document may not hold twice.
    { selector: ([one]) => shapeOf(one), minLength: 1, maxLength: 8 },
  ),
});

/** With every variable as `{}`. */
function shapeOf(one: string): string {
  return one.replaceAll(/\{[^}]*\}/g, '{}');
}

function describe(json: JsonObject, options: Partial<OpenApiOptions> = {}) {
  const problems = problemList();
  const description = describeDocument(
    json,
    { location: 'header', serveDocumentAt: '/served-here', ...options },
    { name: 'random.yaml', lineOf: () => 1 },
    problems,
  );
  problems.throwIfAny();
  return description;
}

test('every operation of a document is served by one resource, which asks for its scopes, and nothing else is served', () => {
  fc.assert(
    fc.property(document, (random) => {
      const json: JsonObject = JSON.parse(
        JSON.stringify({
          openapi: '3.1.0',
          security: random.security,
          paths: Object.fromEntries(random.paths),
          components: {
            securitySchemes: {
              ours: { type: 'http', scheme: 'bearer' },
              key: { type: 'apiKey', in: 'header', name: 'k' },
            },
          },
        }),
      );
      const expected = random.paths.flatMap(([one, operations]) =>
        Object.entries(operations).map(([method, own]) => {
          const needed = own.security ?? random.security ?? [{ ours: [] }];
          const asked = needed.flatMap((alternative) => ('ours' in alternative ? [...new Set(alternative.ours)] : []));
          const access = needed.length === 0 ? 'public' : [...new Set(asked)].toSorted().join(' ');
          return `${method.toUpperCase()} ${shapeOf(one)}: ${access}`;
        }),
      );

      const { resources, policies, documents } = describe(json);

      const served = Object.values(resources).flatMap(({ path: template, methods, proxyRequest }) =>
        methods.map((method) => {
          const access = proxyRequest.map((name) => (Object.hasOwn(policies, name) ? policies[name]!.scopes : ['?']));
          return `${method} ${shapeOf(template)}: ${access.length === 0 ? 'public' : access.flat().join(' ')}`;
        }),
      );
      expect(served.toSorted()).toEqual(expected.toSorted());
      expect(Object.values(resources).flatMap(findResourceProblems)).toEqual([]);
      expect(clashingVariables(Object.values(resources))).toEqual([]);
      const attached = Object.values(resources).flatMap(({ proxyRequest }) => proxyRequest);
      expect(new Set(attached)).toEqual(new Set(Object.keys(policies)));
      // Callers are told the same.
      expect(describe(JSON.parse(documents[0]!.text))).toMatchObject({ resources, policies });
    }),
  );
});

/** Segments at which API Gateway would have to hold two variables side by side. */
function clashingVariables(resources: readonly Resource[]): readonly string[] {
  const names = new Map<string, string>();
  return resources.flatMap(({ path: template }) => {
    const segments = template.split('/');
    return segments.flatMap((one, index) => {
      const before = segments.slice(0, index).join('/');
      if (!one.startsWith('{')) return [];
      const known = names.get(before) ?? one;
      names.set(before, known);
      return known === one ? [] : [`${before}: ${known} and ${one}`];
    });
  });
}

const ONE_PATH = { '/a': { get: {} } };

test.each([
  ['an http bearer scheme, in any case,', { type: 'http', scheme: 'Bearer' }],
  ['openIdConnect', { type: 'openIdConnect', openIdConnectUrl: 'https://login.example.com' }],
])('%s stands for access tokens', (_, token) => {
  const json = { paths: ONE_PATH, security: [{ token: ['a'] }], components: { securitySchemes: { token } } };

  expect(describe(json).resources.A?.proxyRequest).toEqual(['verify(a)']);
});

test('of several schemes the one that is named stands for access tokens, whatever its type', () => {
  const securitySchemes = {
    token: { type: 'http', scheme: 'bearer' },
    key: { type: 'apiKey', in: 'header', name: 'k' },
  };
  const json = { paths: ONE_PATH, security: [{ key: ['a'] }], components: { securitySchemes } };

  expect(describe(json, { securityScheme: 'key' }).resources.A?.proxyRequest).toEqual(['verify(a)']);
});

test.each(['/', '/api', '{base}/x', '//a.example.com'])(
  'a server at %s is relative to the document, and no target',
  (url) => {
    const servers = [{ url, variables: { base: { default: '/api' } } }];

    expect(describe({ servers, paths: ONE_PATH }).server).toBeUndefined();
  },
);

test.each([
  ['https://a.example.com/?x=1', 'has a query or a fragment, which a target cannot have; leave it out.'],
  ['https://a.example.com/#x', 'has a query or a fragment, which a target cannot have; leave it out.'],
  ['https://{region}.example.com', "has a variable without a default; add it to the server's variables."],
])('a server at %s is refused', (url, message) => {
  expect(() => describe({ servers: [{ url }], paths: ONE_PATH })).toThrow(
    `random.yaml:1: servers[0].url: "${url}" ${message}`,
  );
});

test.each([
  ['/', 'serveDocumentAt must be a fixed path below the project, such as /openapi.json.'],
  ['/{name}', 'serveDocumentAt must be a fixed path below the project, such as /openapi.json.'],
  ['openapi.json', 'serveDocumentAt: path "openapi.json" must start with "/".'],
])('a document cannot be served at %s', (serveDocumentAt, message) => {
  expect(() => describe({ paths: ONE_PATH }, { serveDocumentAt })).toThrow(`random.yaml: ${message}`);
});

test('a document of more than 2,000 operations is refused', () => {
  const paths = Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`/p${index}`, { get: {} }]));

  expect(() => describe({ paths })).toThrow(
    'random.yaml:1: paths: there are 2001 operations; at most 2000 are read. Divide the document.',
  );
});

test('the default policy is for operations that declare nothing, and changes no other', () => {
  const securedBy = oauthVerifyAccessToken({ location: 'body', scopes: ['x'] });
  const securitySchemes = { token: { type: 'http', scheme: 'bearer' } };
  const paths = { '/a': { get: {}, put: { security: [{ token: ['a'] }] }, post: { security: [] } } };

  const { policies, resources } = describe({ paths, components: { securitySchemes } }, { securedBy });

  expect(Object.values(resources).map(({ methods, proxyRequest }) => [...methods, ...proxyRequest])).toEqual([
    ['GET', 'verify by default'],
    ['PUT', 'verify(a)'],
    ['POST'],
  ]);
  expect(policies).toEqual({
    'verify by default': securedBy,
    'verify(a)': oauthVerifyAccessToken({ location: 'header', scopes: ['a'] }),
  });
});

test('a scope that is no text does not vanish from a policy', () => {
  const securitySchemes = { token: { type: 'http', scheme: 'bearer' } };
  const json = { paths: ONE_PATH, security: [{ token: [1, 'a'] }], components: { securitySchemes } };

  expect(describe(json).policies).toMatchObject({ 'verify(1 a)': { scopes: ['1', 'a'] } });
});
