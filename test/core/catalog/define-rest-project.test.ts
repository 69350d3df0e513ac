import { expect, test } from '@jest/globals';
import {
  defineRestProject,
  defineServerGroup,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
  sampleBackend,
} from '#core/catalog/authoring.ts';

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
  });
});

test('the query is a location besides the header, never instead of it (RFC 6750 §2.1)', () => {
  expect(oauth2AccessTokens({ location: 'query', queryParameter: 'token' })).toMatchObject({
    locations: ['header', 'query'],
    queryParameter: 'token',
  });
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
