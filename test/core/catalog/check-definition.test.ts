import { expect, test } from '@jest/globals';
import { defineCatalogue } from '#core/catalog/catalogue.ts';
import { defineRestProject } from '#core/catalog/define-rest-project.ts';
import { defineTokenEndpoint } from '#core/catalog/define-token-endpoint.ts';
import { defineServerGroup } from '#core/catalog/server-group.ts';
import { oauth2AccessTokens, oauthVerifyAccessToken } from '#core/catalog/verify-access-token-policy.ts';

// What the compiler would refuse, and nobody but these checks sees when the sources are run as they are.
// biome-ignore lint/suspicious/noExplicitAny: mistakes have no type
type Anything = any;
const define = {
  rest: (fields: Anything) => defineRestProject(fields),
  token: (fields: Anything) => defineTokenEndpoint(fields),
  group: (fields: Anything) => defineServerGroup(fields),
  verify: (fields: Anything) => oauthVerifyAccessToken(fields),
  secure: (fields: Anything) => oauth2AccessTokens(fields),
};
const group = defineServerGroup({ name: 'test' });
const verify = oauthVerifyAccessToken({ location: 'header' });
const rest = { displayName: 'P', contextPath: '/p', target: 'https://p.example.com', serverGroups: [group] };
const resource = { path: '/', methods: ['GET'], proxyRequest: ['verify'] };

test.each<[keyof typeof define, Anything, string]>([
  [
    'secure',
    { location: 'header', scope: ['x'] },
    'oauth2AccessTokens: "scope" is not known here; did you mean "scopes"?',
  ],
  [
    'verify',
    { location: 'qery' },
    'oauthVerifyAccessToken: location must be "header", "query" or "body", or a list of them, not "qery".',
  ],
  ['verify', {}, 'oauthVerifyAccessToken: location is missing.'],
  ['verify', { location: 'header', scopes: 'x' }, 'oauthVerifyAccessToken: scopes must be a list of texts, not "x".'],
  [
    'rest',
    { ...rest, secureWith: verify, contextPath: undefined, contextpath: '/p' },
    'P: "contextpath" is not known here; did you mean "contextPath"?',
  ],
  ['rest', { ...rest, secureWith: verify, verison: '1' }, 'P: "verison" is not known here; did you mean "version"?'],
  ['rest', { ...rest, secureWith: verify, target: undefined }, 'P: target is missing.'],
  [
    'rest',
    { ...rest, policies: { verify }, resourses: { resource } },
    'P: "resourses" is not known here; did you mean "resources"?',
  ],
  [
    'rest',
    { ...rest, policies: { verify }, resources: { R: { ...resource, proxyRequest: undefined, proxyrequest: [] } } },
    'P: resource "R": "proxyrequest" is not known here; did you mean "proxyRequest"?',
  ],
  [
    'rest',
    { ...rest, policies: { verify }, resources: { R: { path: '/', methods: ['GET'] } } },
    'P: resource "R": proxyRequest is missing.',
  ],
  ['rest', undefined, 'defineRestProject: an object is expected.'],
  [
    'token',
    { displayName: 'T', contextPath: '/t', serverGroups: [group], accessTokenExpiryTime: '600' },
    'T: accessTokenExpiryTime must be a number, not "600".',
  ],
  ['group', { name: 'a', removal: 'keep' }, 'Server group "a": removal must be "retain" or "destroy", not "keep".'],
])('a %s defined as %j is refused', (kind, fields, problem) => {
  expect(() => define[kind](fields)).toThrow(`The catalogue has a problem:\n  - ${problem}`);
});

test('a project that is secured in no way is refused', () => {
  expect(() => define.rest({ ...rest, securedWith: verify })).toThrow(
    'P: "securedWith" is not known here.\n  - P: policies is missing.',
  );
});

test('names of server groups are no server groups', () => {
  const project = define.rest({
    ...rest,
    secureWith: verify,
    target: { test: 'https://p.example.com' },
    serverGroups: ['test'],
  });

  expect(() => defineCatalogue({ serverGroups: [group], projects: [project] })).toThrow(
    'P: serverGroups must hold what defineServerGroup gives, not names.',
  );
});
