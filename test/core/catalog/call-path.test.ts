import { expect, test } from '@jest/globals';
import { callPathOf, takesTokenIn } from '#core/catalog/call-path.ts';
import { defineRestProject } from '#core/catalog/define-rest-project.ts';
import { completeWsdlProject, defineWsdlProject } from '#core/catalog/define-wsdl-project.ts';
import { oauth2AccessTokens, oauthVerifyAccessToken } from '#core/catalog/verify-access-token-policy.ts';
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
  ['/{proxy+}', '/admin', 'forward'],
  ['/{proxy+}', '/admin/{proxy+}', 'forward'],
  ['/{id}', '/secret', 'forward'],
  ['/a/{id}', '/b/secret', 'forward'],
  ['/open/{proxy+}', '/{proxy+}', 'forward'],
  ['/health', '/{proxy+}', 'direct'],
  ['/health', '/admin', 'direct'],
])('where %s is public and %s is not, the path of calls is %s', (open, closed, expected) => {
  const project = aProject({ open, closed });

  expect(callPathOf(project)).toBe(expected);
  expect(takesTokenIn(project, 'query')).toBe(false);
});

test.each([
  [['header'], 'direct'],
  [['query'], 'forward'],
  [['body'], 'verify-and-forward'],
  [['query', 'body'], 'verify-and-forward'],
] as const)('a project that takes tokens from %j has the call path %s', (location, expected) => {
  const project = defineRestProject({
    displayName: 'P',
    contextPath: '/p',
    target: 'https://p.example.com',
    secureWith: oauth2AccessTokens({ location }),
    serverGroups: [development],
  });

  expect(callPathOf(project)).toBe(expected);
});

test('one resource that takes tokens from the body is enough for the whole project', () => {
  const project = defineRestProject({
    displayName: 'P',
    contextPath: '/p',
    target: 'https://p.example.com',
    secureWith: oauth2AccessTokens({ location: 'header' }),
    policies: { form: oauthVerifyAccessToken({ location: 'body' }) },
    resources: {
      DefaultResource: { path: '/', methods: ['ANY'], acceptChildPaths: true },
      Form: { path: '/form', methods: ['POST'], proxyRequest: ['form'] },
    },
    serverGroups: [development],
  });

  expect(callPathOf(project)).toBe('verify-and-forward');
});

test.each(['header', 'query', 'body'] as const)(
  'a WSDL project that takes tokens from %s has the call path verify-and-forward, for its refusals to be faults',
  (location) => {
    const source = defineWsdlProject({
      displayName: 'W',
      contextPath: '/w',
      wsdl: 'w.wsdl',
      target: 'https://w.example.com',
      secureWith: oauth2AccessTokens({ location }),
      serverGroups: [development],
    });
    const project = completeWsdlProject(source, { address: '', ports: [], documents: [] });

    expect(callPathOf(project)).toBe('verify-and-forward');
  },
);
