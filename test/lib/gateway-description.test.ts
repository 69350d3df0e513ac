import { expect, test } from '@jest/globals';
import { defineRestProject, oauthVerifyAccessToken } from '#core/catalog/authoring.ts';
import { describeGateway } from '#lib/gateway-description.ts';
import { alpha } from '#test/support/test-catalogue.ts';

function describeWith(path: string, methods: readonly ('ANY' | 'GET' | 'POST')[], secured = true) {
  const project = defineRestProject({
    displayName: 'Example',
    contextPath: '/example',
    target: 'https://example.com',
    policies: { verify: oauthVerifyAccessToken({ location: 'header' }) },
    resources: { Only: { path, methods, proxyRequest: secured ? ['verify'] : [] } },
    serverGroups: [alpha],
  });
  return describeGateway(alpha, [project], 'https://gateway/alpha').projects[0]!;
}

test.each([
  ['/', 'https://gateway/alpha/example'],
  ['/{proxy+}', 'https://gateway/alpha/example/hello'],
  ['/items/{id}/parts/{part}', 'https://gateway/alpha/example/items/1/parts/1'],
  ['/items/{id}/{proxy+}', 'https://gateway/alpha/example/items/1/hello'],
])('the example of a resource at %s is %s', (path, url) => {
  expect(describeWith(path, ['GET']).exampleUrl).toBe(url);
  expect(describeWith(path, ['ANY']).exampleUrl).toBe(url);
});

test('a project that GET may not call has no example', () => {
  expect(describeWith('/items', ['POST'])).not.toHaveProperty('exampleUrl');
});

test('a public resource is no example of a protected one', () => {
  expect(describeWith('/items', ['GET'], false)).not.toHaveProperty('exampleUrl');
});
