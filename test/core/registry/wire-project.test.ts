import { expect, test } from '@jest/globals';
import { wireProject } from '#core/registry/contract/wire-project.ts';
import { wireProjects } from '#core/registry/wire-project.ts';
import { deployedShop } from '#test/support/shop-catalogue.ts';
import { weatherCatalogue } from '#test/support/weather-catalogue.ts';

const GATEWAY = 'https://gateway.example/test';
const shown = wireProjects(deployedShop, GATEWAY);
const projectOf = (id: string) => shown.find(({ projectId }) => projectId === id);

test('a token endpoint is shown with the lifetime of its tokens, and where their attributes come from', () => {
  expect(projectOf('token')).toStrictEqual({
    projectId: 'token',
    kind: 'token-endpoint',
    displayName: 'Token',
    path: '/token',
    url: `${GATEWAY}/token`,
    serverGroups: ['test', 'live'],
    scopes: [],
    accessTokenExpiryTime: 600_000,
    policies: [
      {
        name: 'oauthTokenEndpoint',
        type: 'OAuthTokenEndpoint',
        attributes: {
          tier: { from: 'client', attribute: 'level' },
          issued_for: { from: 'constant', value: 'shops' },
        },
        attachedTo: ['DefaultResource'],
      },
    ],
    routes: [{ resource: 'DefaultResource', path: '/token', methods: ['ANY'], policy: 'oauthTokenEndpoint' }],
  });
});

test('a project that was secured while it was created is shown with its version in the path and in the proxy URL', () => {
  expect(projectOf('orders-1.0')).toStrictEqual({
    projectId: 'orders-1.0',
    kind: 'rest',
    displayName: 'Orders',
    version: '1.0',
    path: '/orders/1.0',
    url: `${GATEWAY}/orders/1.0`,
    serverGroups: ['test', 'live'],
    scopes: [],
    policies: [
      {
        name: 'oauthVerifyAccessToken',
        type: 'OAuthVerifyAccessToken',
        locations: ['header'],
        scopes: [],
        attributes: {},
        attachedTo: ['DefaultResource'],
      },
    ],
    routes: ['/orders/1.0', '/orders/1.0/{proxy+}'].map((path) => ({
      resource: 'DefaultResource',
      path,
      methods: ['ANY'],
      policy: 'oauthVerifyAccessToken',
    })),
  });
});

test('each policy is shown once, with the resources that it is attached to, and routes refer to it by name', () => {
  const { scopes, policies, routes } = projectOf('legacy')!;

  expect(scopes).toEqual(['legacy:read', 'legacy:write']);
  expect(policies).toStrictEqual([
    {
      name: 'read',
      type: 'OAuthVerifyAccessToken',
      locations: ['header', 'query'],
      queryParameter: 'key',
      scopes: ['legacy:read'],
      attributes: {},
      attachedTo: ['Items', 'Export'],
    },
    {
      name: 'write',
      type: 'OAuthVerifyAccessToken',
      locations: ['header', 'body'],
      scopes: ['legacy:read', 'legacy:write'],
      attributes: { tier: 'gold' },
      attachedTo: ['Upload'],
    },
  ]);
  expect(routes.map(({ path, policy }) => [path, policy])).toEqual([
    ['/legacy/items', 'read'],
    ['/legacy/items/{proxy+}', 'read'],
    ['/legacy/export', 'read'],
    ['/legacy/upload', 'write'],
    ['/legacy/health', null],
  ]);
});

test('a project without any policy is shown as public all over', () => {
  const { policies, routes } = projectOf('pages')!;

  expect(policies).toEqual([]);
  expect(new Set(routes.map(({ policy }) => policy))).toEqual(new Set([null]));
});

test('a WSDL project is shown as such, with each of its operations once', () => {
  const weather = wireProjects(weatherCatalogue(), GATEWAY).find(({ projectId }) => projectId === 'weather');

  expect(weather).toMatchObject({ kind: 'wsdl', soapOperations: ['GetForecast', 'SetForecast'] });
  expect(wireProject.parse(weather)).toEqual(weather);
  expect(projectOf('legacy')).not.toHaveProperty('soapOperations');
});

test('everything that is shown follows the contract', () => {
  for (const project of shown) expect(wireProject.parse(project)).toEqual(project);
});
