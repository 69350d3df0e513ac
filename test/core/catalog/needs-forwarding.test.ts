import { expect, test } from '@jest/globals';
import { defineRestProject } from '#core/catalog/define-rest-project.ts';
import { needsForwarding, takesTokenBesideHeader } from '#core/catalog/deployed-catalogue.ts';
import { oauthVerifyAccessToken } from '#core/catalog/policy.ts';
import { development } from '../../support/orders-catalogue.ts';

/** A project that takes tokens from the header alone. */
function aProject(paths: { readonly open: string; readonly closed: string }) {
  return defineRestProject({
    displayName: 'P',
    contextPath: '/p',
    target: 'https://p.example.com',
    policies: { verify: oauthVerifyAccessToken({ location: 'header' }) },
    resources: {
      Open: { path: paths.open, methods: ['ANY'], proxyRequest: [] },
      Closed: { path: paths.closed, methods: ['ANY'], proxyRequest: ['verify'] },
    },
    serverGroups: [development],
  });
}

test.each([
  ['/{proxy+}', '/admin', true],
  ['/{proxy+}', '/admin/{proxy+}', true],
  ['/{id}', '/secret', true],
  ['/a/{id}', '/b/secret', false],
  ['/health', '/{proxy+}', false],
  ['/health', '/admin', false],
])('where %s is public and %s is not, calls go through the function: %s', (open, closed, expected) => {
  const project = aProject({ open, closed });

  expect(needsForwarding(project)).toBe(expected);
  expect(takesTokenBesideHeader(project)).toBe(false);
});
