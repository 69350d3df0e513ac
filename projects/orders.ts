import { defineRestProject, oauth2AccessTokens, sampleBackend } from '#core/catalog/authoring.ts';
import { development, production } from './server-groups.ts';

/** A REST project made secure while it is created: the verify policy is configured and attached by itself. */
export const orders = defineRestProject({
  displayName: 'Orders',
  version: '1.0',
  contextPath: '/orders',
  target: { development: sampleBackend(), production: 'https://orders.example.com' },
  secureWith: oauth2AccessTokens({ location: 'header' }),
  serverGroups: [development, production],
});
