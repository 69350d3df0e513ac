/** A catalogue for tests of how projects are shown: attributes, several policies, every place for tokens, public resources. */
import {
  clientAttribute,
  constantAttribute,
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  defineTokenEndpoint,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
} from '#core/catalog/authoring.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';

const test = defineServerGroup({ name: 'test' });
const live = defineServerGroup({ name: 'live' });
const target = 'https://backend.example.com';

const shopCatalogue = defineCatalogue({
  serverGroups: [test, live],
  projects: [
    defineTokenEndpoint({
      displayName: 'Token',
      contextPath: '/token',
      accessTokenExpiryTime: 600_000,
      attributes: { tier: clientAttribute('level'), issued_for: constantAttribute('shops') },
      serverGroups: [test, live],
    }),
    defineRestProject({
      displayName: 'Orders',
      version: '1.0',
      contextPath: '/orders',
      target,
      secureWith: oauth2AccessTokens({ location: 'header' }),
      serverGroups: [test, live],
    }),
    defineRestProject({
      displayName: 'Legacy',
      contextPath: '/legacy',
      target,
      policies: {
        read: oauthVerifyAccessToken({ location: 'query', queryParameter: 'key', scopes: ['legacy:read'] }),
        write: oauthVerifyAccessToken({
          location: 'body',
          scopes: ['legacy:read', 'legacy:write'],
          attributes: { tier: 'gold' },
        }),
      },
      resources: {
        Items: { path: '/items/{proxy+}', methods: ['GET', 'HEAD'], proxyRequest: ['read'] },
        Export: { path: '/export', methods: ['GET'], proxyRequest: ['read'] },
        Upload: { path: '/upload', methods: ['POST'], proxyRequest: ['write'] },
        Health: { path: '/health', methods: ['GET', 'HEAD'], proxyRequest: [] },
      },
      serverGroups: [test],
    }),
    defineRestProject({
      displayName: 'Pages',
      contextPath: '/pages',
      target,
      policies: {},
      resources: {
        Start: { path: '/', methods: ['GET'], proxyRequest: [] },
        Texts: { path: '/texts/{proxy+}', methods: ['GET'], proxyRequest: [] },
        Form: { path: '/form', methods: ['POST'], proxyRequest: [] },
        Terms: { path: '/terms', methods: ['GET'], proxyRequest: [] },
      },
      serverGroups: [test],
    }),
  ],
});

/** As the functions of the server group `test` know it. */
export const deployedShop = deployedCatalogue(shopCatalogue, test);
