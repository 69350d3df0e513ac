import { expect, test } from '@jest/globals';
import { defineServerGroup, defineTokenEndpoint } from '#core/catalog/authoring.ts';

const group = defineServerGroup({ name: 'test' });

test('a token endpoint gets its policy configured and attached', () => {
  expect(
    defineTokenEndpoint({
      displayName: 'AccessToken',
      contextPath: '/AccessToken',
      accessTokenExpiryTime: 600_000,
      serverGroups: [group],
    }),
  ).toEqual({
    kind: 'token-endpoint',
    id: 'access-token',
    displayName: 'AccessToken',
    contextPath: '/AccessToken',
    serverGroups: [group],
    primary: false,
    policies: { oauthTokenEndpoint: { type: 'OAuthTokenEndpoint', accessTokenExpiryTime: 600_000, attributes: {} } },
    resources: { DefaultResource: { path: '/', methods: ['ANY'], proxyRequest: ['oauthTokenEndpoint'] } },
  });
});

test('an access token lives for an hour unless said otherwise', () => {
  const { policies } = defineTokenEndpoint({ displayName: 'T', contextPath: '/t', serverGroups: [group] });

  expect(policies.oauthTokenEndpoint?.accessTokenExpiryTime).toBe(3_600_000);
});

test('a version is kept, and stands in the id', () => {
  const project = defineTokenEndpoint({
    displayName: 'Token',
    contextPath: '/token',
    version: 'v2',
    serverGroups: [group],
  });

  expect(project).toMatchObject({ id: 'token-v2', version: 'v2' });
});
