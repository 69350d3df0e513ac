import { defineRestProject, oauthVerifyAccessToken, sampleBackend } from '#core/catalog/authoring.ts';
import { development } from './server-groups.ts';

/** An existing project, to which the verify policy is added and attached by hand, for callers that cannot set headers. */
export const legacy = defineRestProject({
  displayName: 'Legacy',
  contextPath: '/legacy',
  target: sampleBackend(),
  policies: { verify: oauthVerifyAccessToken({ location: 'query', scopes: ['legacy:read'] }) },
  resources: {
    DefaultResource: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: ['verify'] },
    Health: { path: '/health', methods: ['GET'], proxyRequest: [] }, // public on purpose
  },
  serverGroups: [development],
});
