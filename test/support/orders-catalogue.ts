/** A small catalogue for tests: a token endpoint, a header project and a query project in one server group. */
import { defineCatalogue } from '#core/catalog/catalogue.ts';
import { defineRestProject } from '#core/catalog/define-rest-project.ts';
import { defineTokenEndpoint } from '#core/catalog/define-token-endpoint.ts';
import { defineServerGroup } from '#core/catalog/server-group.ts';
import { sampleBackend } from '#core/catalog/target.ts';
import { oauth2AccessTokens } from '#core/catalog/verify-access-token-policy.ts';

export const development = defineServerGroup({ name: 'development' });

export const catalogueOfOrders = defineCatalogue({
  serverGroups: [development],
  projects: [
    defineTokenEndpoint({
      displayName: 'AccessToken',
      contextPath: '/AccessToken',
      accessTokenExpiryTime: 600_000,
      serverGroups: [development],
    }),
    defineRestProject({
      displayName: 'Orders',
      contextPath: '/orders',
      target: { development: sampleBackend() },
      secureWith: oauth2AccessTokens({ location: 'header', scopes: ['orders:read'] }),
      serverGroups: [development],
    }),
    defineRestProject({
      displayName: 'Legacy',
      contextPath: '/legacy',
      target: { development: 'https://legacy.example.com' },
      secureWith: oauth2AccessTokens({ location: 'query' }),
      serverGroups: [development],
    }),
  ],
});
