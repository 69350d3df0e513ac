import { describe, expect, test } from '@jest/globals';
import { defineRestProject, defineServerGroup, oauthVerifyAccessToken } from '#core/catalog/authoring.ts';
import { documentCatalogueOf } from '#core/catalog/document-catalogue.ts';
import { resourceMetadataUrl } from '#core/catalog/resource-metadata-url.ts';
import { protectedResourceMetadata } from '#core/documents/protected-resource-metadata.ts';

const group = defineServerGroup({ name: 'development' });
const common = { target: 'https://backend.example.com', serverGroups: [group] };
const shop = defineRestProject({
  displayName: 'Shop',
  version: '2.0',
  contextPath: '/shop',
  ...common,
  policies: {
    read: oauthVerifyAccessToken({ location: 'query', scopes: ['read'] }),
    write: oauthVerifyAccessToken({ location: 'body', scopes: ['read', 'write'] }),
  },
  resources: {
    Read: { path: '/', methods: ['GET'], proxyRequest: ['read'] },
    Write: { path: '/', methods: ['POST'], proxyRequest: ['write'] },
  },
});
const keyed = defineRestProject({
  displayName: 'Keyed',
  contextPath: '/keyed',
  ...common,
  secureWith: oauthVerifyAccessToken({ location: 'query', queryParameter: 'key' }),
});
const open = defineRestProject({
  displayName: 'Open',
  contextPath: '/open',
  ...common,
  policies: {},
  resources: { All: { path: '/', methods: ['GET'], proxyRequest: [] } },
});
const { protectedResources } = documentCatalogueOf([shop, keyed, open]);
const server = { issuer: 'https://issuer.example', gatewayUrl: 'https://gateway.example/development' };
const metadataOf = (path: string) => protectedResourceMetadata(protectedResources, path, server);

describe('RFC 9728 §2: protected resource metadata', () => {
  test('of a project name its URL, where it takes tokens, and every scope that it asks for', () => {
    expect(metadataOf('/shop/2.0')).toEqual({
      resource: 'https://gateway.example/development/shop/2.0',
      authorization_servers: ['https://issuer.example'],
      bearer_methods_supported: ['header', 'query', 'body'],
      scopes_supported: ['read', 'write'],
      resource_name: 'Shop',
    });
  });

  test('do not take a query parameter of another name for the one of RFC 6750, and list no scopes where there are none', () => {
    expect(metadataOf('/keyed')).toEqual({
      resource: 'https://gateway.example/development/keyed',
      authorization_servers: ['https://issuer.example'],
      bearer_methods_supported: ['header'],
      resource_name: 'Keyed',
    });
  });

  test('of the gateway name what every token is for', () => {
    expect(metadataOf('')).toEqual({
      resource: 'https://gateway.example/development',
      authorization_servers: ['https://issuer.example'],
      bearer_methods_supported: ['header'],
    });
  });

  test.each(['/open', '/shop', '/shop/2.0/', '/Shop/2.0', '/', '/constructor'])('%s has none', (path) => {
    expect(metadataOf(path)).toBeUndefined();
  });
});

test('§5.1: a challenge leads to the metadata of the project, or of the gateway', () => {
  const { gatewayUrl } = server;

  expect(resourceMetadataUrl(gatewayUrl)).toBe(`${gatewayUrl}/.well-known/oauth-protected-resource`);
  expect(resourceMetadataUrl(gatewayUrl, '/shop/2.0')).toBe(
    `${gatewayUrl}/.well-known/oauth-protected-resource/shop/2.0`,
  );
});
