import { expect, test } from '@jest/globals';
import { defineRestProject, defineServerGroup, oauth2AccessTokens, sampleBackend } from '#core/catalog/authoring.ts';
import { completeOpenApiProject, type OpenApiProjectDefinition } from '#core/catalog/define-openapi-project.ts';
import type { OpenApiDescription } from '#core/catalog/openapi-description.ts';

const trial = defineServerGroup({ name: 'trial' });
const live = defineServerGroup({ name: 'live' });
const secureWith = oauth2AccessTokens({ location: 'header', scopes: ['orders:read'] });
const fields = {
  displayName: 'Orders',
  version: '2',
  contextPath: '/orders',
  openapi: 'orders.yaml',
  secureWith,
  serverGroups: [trial, live],
};
const described: OpenApiDescription = {
  server: 'https://orders.example.com/v2',
  policies: { verify: secureWith },
  resources: { Orders: { path: '/', methods: ['GET'], proxyRequest: ['verify'] } },
  documents: [],
};
const document = { path: '/openapi.json', query: '', contentType: 'application/json', text: '{}' };
const project = (changes: Partial<OpenApiProjectDefinition>, description = described) =>
  completeOpenApiProject(defineRestProject({ ...fields, ...changes }), description);

test('a REST project with openapi waits for its document to be read', () => {
  expect(defineRestProject(fields)).toEqual({
    kind: 'openapi-source',
    id: 'orders-2',
    displayName: 'Orders',
    version: '2',
    contextPath: '/orders',
    serverGroups: [trial, live],
    file: 'orders.yaml',
    secureWith,
    securityScheme: undefined,
    serveDocumentAt: undefined,
    targets: undefined,
  });
});

// biome-ignore lint/suspicious/noExplicitAny: mistakes have no type
test.each<[any, string]>([
  [{ openapi: 7 }, 'Orders: openapi must be a text, not 7.'],
  [{ secureWith: undefined }, 'Orders: secureWith is missing.'],
  [{ serveOpenApi: 'yes' }, 'Orders: serveOpenApi must be true or false, not "yes".'],
  [{ serveOpenAPI: true }, 'Orders: "serveOpenAPI" is not known here; did you mean "serveOpenApi"?'],
  [{ securityscheme: 'oauth' }, 'Orders: "securityscheme" is not known here; did you mean "securityScheme"?'],
  [{ policies: {} }, 'Orders: "policies" is not known here.'],
  [{ resources: {} }, 'Orders: "resources" is not known here.'],
  [{ displayName: undefined }, 'defineRestProject: displayName is missing.'],
])('%j is refused', (changes, message) => {
  expect(() => defineRestProject({ ...fields, ...changes })).toThrow(message);
});

test('calls go to the first server of the document, unless a target is given', () => {
  const one = { kind: 'url', url: 'https://orders.example.com/v2' };
  const own = project({
    target: { trial: sampleBackend(), live: 'https://live.example' },
    localTarget: 'http://127.0.0.1:1',
  });

  expect(project({}).targets).toEqual({ trial: one, live: one });
  expect(own.targets).toEqual({ trial: sampleBackend(), live: { kind: 'url', url: 'https://live.example' } });
  expect(own.localTarget).toBe('http://127.0.0.1:1');
});

test('where neither the project nor the document says where calls go, both are named', () => {
  const nowhere = { ...described, server: undefined };

  expect(() => project({}, nowhere)).toThrow(
    'Orders: target is missing, and orders.yaml names no absolute URL of a server; give a target.',
  );
  expect(project({ target: 'https://a.example' }, nowhere).targets.live).toEqual({
    kind: 'url',
    url: 'https://a.example',
  });
});

test('the document is served, to anyone, by the projects that ask for it', () => {
  const openApi = { path: '/openapi.json', methods: ['GET'], proxyRequest: [], serves: 'documents' };

  expect(project({})).not.toHaveProperty('documents');
  expect(project({}).resources).toEqual(described.resources);
  expect(project({ serveOpenApi: true }, { ...described, documents: [document] })).toMatchObject({
    kind: 'rest',
    documents: [document],
    resources: { ...described.resources, OpenApi: openApi },
  });
});
