import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import {
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  defineTokenEndpoint,
  defineWsdlProject,
  oauth2AccessTokens,
} from '#core/catalog/authoring.ts';
import type { OpenApiProjectDefinition } from '#core/catalog/define-openapi-project.ts';
import { readSources } from '#lib/sources/read-sources.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const folder = temporaryFolder('sources');
mkdirSync(path.join(folder, 'openapi'));
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

write(
  'openapi/orders.yaml',
  `openapi: 3.1.0
info: { title: Orders, version: '1' }
servers: [{ url: https://orders.example.com }]
paths:
  /orders:
    get: { responses: { '200': { description: All } } }
    post: { security: [{ login: [orders:write] }], responses: { '201': { description: Made } } }
  /health:
    get: { security: [], responses: { '200': { description: Well } } }
components:
  securitySchemes:
    login: { type: http, scheme: bearer }
`,
);
write(
  'broken.yaml',
  `openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      responses: { '200': { description: All } }
      security:
        - basic: []
  /a b:
    get: { responses: { '200': { description: All } } }
components:
  securitySchemes:
    basic: { type: http, scheme: basic }
`,
);

const trial = defineServerGroup({ name: 'trial' });
const token = defineTokenEndpoint({ displayName: 'Token', contextPath: '/token', serverGroups: [trial] });
const secureWith = oauth2AccessTokens({
  location: ['header', 'query'],
  queryParameter: 'key',
  scopes: ['orders:read'],
});
const orders = (changes: Partial<OpenApiProjectDefinition> = {}) =>
  defineRestProject({
    displayName: 'Orders',
    contextPath: '/orders',
    openapi: 'openapi/orders.yaml',
    secureWith,
    serverGroups: [trial],
    ...changes,
  });
const read = (...projects: ReturnType<typeof orders | typeof defineWsdlProject>[]) =>
  readSources(defineCatalogue({ serverGroups: [trial], projects: [token, ...projects] }), folder);

test('an OpenAPI document becomes a project; what is secured is secured in the places of the project', async () => {
  const { projects } = await read(orders());
  const project = projects[1]!;

  expect(project).toMatchObject({
    kind: 'rest',
    id: 'orders',
    targets: { trial: { url: 'https://orders.example.com' } },
  });
  expect(
    Object.values(project.resources).map(({ path: at, methods, proxyRequest }) => [at, methods, proxyRequest]),
  ).toEqual([
    ['/orders', ['GET'], ['verify by default']],
    ['/orders', ['POST'], ['verify(orders:write)']],
    ['/health', ['GET'], []],
  ]);
  expect(project.policies).toEqual({
    // An operation that declares nothing needs the project's own scopes,
    'verify by default': secureWith,
    // one that does needs those of the document alone.
    'verify(orders:write)': { ...secureWith, scopes: ['orders:write'] },
  });
});

test('the problems of every file are told at once, each with its project, file and line', async () => {
  const weather = defineWsdlProject({
    displayName: 'Weather',
    contextPath: '/weather',
    wsdl: 'weather.wsdl',
    secureWith,
    serverGroups: [trial],
  });
  const reading = read(
    orders({ openapi: 'openapi/order.yaml' }),
    orders({ displayName: 'Broken', openapi: 'broken.yaml', contextPath: '/broken' }),
    weather,
  );

  await expect(reading).rejects.toMatchObject({
    name: 'CatalogueError',
    problems: [
      `Orders: order.yaml: there is no such file (looked for at ${path.join(folder, 'openapi/order.yaml')}).`,
      expect.stringMatching(/^Broken: broken\.yaml:9: paths\.\/a b: "a b" is no segment that a resource can have/),
      expect.stringMatching(/^Broken: broken\.yaml:7: paths\.\/orders\.get\.security: it asks for basic, which/),
      'Weather: weather.wsdl: the file does not exist.',
    ],
  });
});

test('what the files say is checked with the rest of the catalogue', async () => {
  const same = orders({ displayName: 'Copy', contextPath: '/orders' });

  await expect(read(orders(), same)).rejects.toThrow(/Copy.*Orders|Orders.*Copy/);
  await expect(read(orders({ target: 'http://10.0.0.5' }))).rejects.toThrow(/- Orders: target http:\/\/10\.0\.0\.5 is/);
});
