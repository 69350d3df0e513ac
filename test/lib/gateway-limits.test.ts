import { expect, test } from '@jest/globals';
import { defineCatalogue, defineRestProject, oauthVerifyAccessToken } from '#core/catalog/authoring.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { alpha, token } from '#test/support/test-catalogue.ts';
import { withoutBundling } from '#test/support/test-stacks.ts';

function appWithPaths(count: number, methods: readonly ('GET' | 'PUT' | 'POST')[]) {
  const wide = defineRestProject({
    displayName: 'Wide',
    contextPath: '/wide',
    target: 'https://example.com',
    policies: { verify: oauthVerifyAccessToken({ location: 'header' }) },
    resources: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `R${index}`,
        { path: `/p${index}`, methods, proxyRequest: ['verify'] },
      ]),
    ),
    serverGroups: [alpha],
  });
  return tollgateApp(
    defineCatalogue({ serverGroups: [alpha], projects: [{ ...token, serverGroups: [alpha] }, wide] }),
    withoutBundling,
  );
}

test('more paths than a REST API takes are refused in plain words', () => {
  expect(() => appWithPaths(300, ['GET'])).toThrow(
    /^Server group "alpha": its projects have 305 path segments, and a REST API takes 300; use \{proxy\+\} resources/,
  );
});

test('more resources than a stack takes are refused in plain words', () => {
  expect(() => appWithPaths(110, ['GET', 'PUT', 'POST'])).toThrow(
    /^Server group "alpha": its gateway stack has \d+ resources, and CloudFormation takes 500; use \{proxy\+\} resources and ANY/,
  );
});

test('a project within both limits is taken', () => {
  expect(() => appWithPaths(60, ['GET'])).not.toThrow();
});
