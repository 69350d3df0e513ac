import { expect, test } from '@jest/globals';
import {
  defineRestProject,
  defineServerGroup,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
  sampleBackend,
} from '#core/catalog/authoring.ts';
import type { RestProjectDefinition } from '#core/catalog/define-rest-project.ts';

const test1 = defineServerGroup({ name: 'test1' });
const live = defineServerGroup({ name: 'live' });
const base = {
  displayName: 'Orders',
  contextPath: '/orders',
  target: 'https://orders.example.com',
  serverGroups: [test1],
};

test('secureWith is short for a policy that is configured and attached to the whole project', () => {
  const short = defineRestProject({
    ...base,
    secureWith: oauth2AccessTokens({ location: 'header', scopes: ['read'] }),
  });

  const long = defineRestProject({
    ...base,
    policies: { oauthVerifyAccessToken: oauthVerifyAccessToken({ location: 'header', scopes: ['read'] }) },
    resources: {
      DefaultResource: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: ['oauthVerifyAccessToken'] },
    },
  });
  expect(short).toEqual(long);
});

test('a token is accepted in the header alone, without scopes, unless more is asked for', () => {
  expect(oauth2AccessTokens({ location: 'header' })).toEqual({
    type: 'OAuthVerifyAccessToken',
    locations: ['header'],
    queryParameter: 'access_token',
    scopes: [],
    attributes: {},
  });
});

test('the query is a location besides the header, never instead of it (RFC 6750 §2.1)', () => {
  expect(oauth2AccessTokens({ location: 'query', queryParameter: 'token' })).toMatchObject({
    locations: ['header', 'query'],
    queryParameter: 'token',
  });
});

test.each([
  ['body', ['header', 'body']],
  [
    ['body', 'query'],
    ['header', 'query', 'body'],
  ],
  [
    ['header', 'query'],
    ['header', 'query'],
  ],
] as const)('location %j looks for tokens in %j', (location, locations) => {
  expect(oauth2AccessTokens({ location })).toMatchObject({ locations });
});

test.each([
  ['cookie', 'location must be "header", "query" or "body", or a list of them, not "cookie".'],
  [['query', 'form'], 'location must be "header", "query" or "body", or a list of them, not ["query","form"].'],
  [[], 'location must be "header", "query" or "body", or a list of them, not [].'],
  [7, 'location must be "header", "query" or "body", or a list of them, not 7.'],
  [['query', 'query'], 'location names a place twice.'],
])('location %j is refused', (location, problem) => {
  expect(() => oauth2AccessTokens({ location: location as 'header' })).toThrow(`oauth2AccessTokens: ${problem}`);
});

test('a name for a query parameter that is not looked at is refused', () => {
  expect(() => oauthVerifyAccessToken({ location: 'body', queryParameter: 'key' })).toThrow(
    'oauthVerifyAccessToken: queryParameter is given, but "query" is not a location.',
  );
});

test('an attribute that is no text is refused', () => {
  expect(() => oauthVerifyAccessToken({ location: 'header', attributes: { tier: 1 as unknown as string } })).toThrow(
    'oauthVerifyAccessToken: attributes: "tier" must be a text, not 1.',
  );
});

test('a secured project may have resources of its own: what names no policy is secured', () => {
  const { policies, resources } = defineRestProject({
    ...base,
    secureWith: oauth2AccessTokens({ location: 'header' }),
    policies: { write: oauthVerifyAccessToken({ location: 'header', scopes: ['write'] }) },
    resources: {
      Items: { path: '/items', methods: ['GET'], acceptChildPaths: true },
      Changes: { path: '/changes', methods: ['POST'], proxyRequest: ['write'] },
      Health: { path: '/health', methods: ['GET'], proxyRequest: [] },
    },
  });

  expect(Object.keys(policies)).toEqual(['oauthVerifyAccessToken', 'write']);
  expect(resources).toEqual({
    Items: { path: '/items/{proxy+}', methods: ['GET'], proxyRequest: ['oauthVerifyAccessToken'] },
    Changes: { path: '/changes', methods: ['POST'], proxyRequest: ['write'] },
    Health: { path: '/health', methods: ['GET'], proxyRequest: [] },
  });
});

test('a policy by the name of the one that secureWith makes is refused', () => {
  const secureWith = oauth2AccessTokens({ location: 'header' });

  expect(() => defineRestProject({ ...base, secureWith, policies: { oauthVerifyAccessToken: secureWith } })).toThrow(
    'Orders: "oauthVerifyAccessToken" is the name of the policy that secureWith makes; use another.',
  );
});

test('without secureWith, a resource that names no policies is refused rather than public', () => {
  const verify = oauthVerifyAccessToken({ location: 'header' });
  const definition = { ...base, policies: { verify }, resources: { Items: { path: '/items', methods: ['GET'] } } };

  expect(() => defineRestProject(definition as unknown as RestProjectDefinition)).toThrow(
    'Orders: resource "Items": proxyRequest is missing.',
  );
});

test('child paths can be accepted once only', () => {
  const secureWith = oauth2AccessTokens({ location: 'header' });
  const resources = { All: { path: '/{proxy+}', methods: ['ANY'], acceptChildPaths: true } } as const;

  expect(() => defineRestProject({ ...base, secureWith, resources })).toThrow(
    'Orders: resource "All": path "/{proxy+}" takes in all paths below it already; leave out acceptChildPaths.',
  );
});

test('one target serves all server groups', () => {
  const { targets } = defineRestProject({
    ...base,
    serverGroups: [test1, live],
    secureWith: oauth2AccessTokens({ location: 'header' }),
  });

  expect(targets).toEqual({
    test1: { kind: 'url', url: 'https://orders.example.com' },
    live: { kind: 'url', url: 'https://orders.example.com' },
  });
});

test('a server group may have a target of its own', () => {
  const { targets } = defineRestProject({
    ...base,
    serverGroups: [test1, live],
    target: { test1: sampleBackend(), live: 'https://live.example.com' },
    secureWith: oauth2AccessTokens({ location: 'header' }),
  });

  expect(targets).toEqual({
    test1: { kind: 'sample-backend' },
    live: { kind: 'url', url: 'https://live.example.com' },
  });
});

test.each([
  ['Orders', undefined, 'orders'],
  ['Orders', '1.0', 'orders-1.0'],
  ['OrderHistory', 'V2', 'order-history-v2'],
  ['  Order (old)  ', undefined, 'order-old'],
])('the id of %j in version %j is %s', (displayName, version, id) => {
  const project = defineRestProject({
    ...base,
    displayName,
    ...(version === undefined ? {} : { version }),
    secureWith: oauth2AccessTokens({ location: 'header' }),
  });

  expect(project.id).toBe(id);
});

test('an id of its own goes before the one from the name', () => {
  expect(defineRestProject({ ...base, id: 'o', secureWith: oauth2AccessTokens({ location: 'header' }) }).id).toBe('o');
});

test('what is not given is absent', () => {
  const project = defineRestProject({ ...base, secureWith: oauth2AccessTokens({ location: 'header' }) });

  expect(project).not.toHaveProperty('version');
  expect(project).not.toHaveProperty('localTarget');
});
