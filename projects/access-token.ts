import { defineTokenEndpoint } from '#core/catalog/authoring.ts';
import { development, production } from './server-groups.ts';

/** The OAuth token endpoint project: clients get their access tokens at `POST <gateway>/AccessToken`. */
export const accessToken = defineTokenEndpoint({
  displayName: 'AccessToken',
  contextPath: '/AccessToken',
  accessTokenExpiryTime: 600_000, // ms: ten minutes
  serverGroups: [development, production],
});
