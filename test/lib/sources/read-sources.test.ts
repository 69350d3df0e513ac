import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { BackendProject } from '#core/catalog/api-project.ts';
import {
  defineCatalogue,
  defineRestProject,
  defineTokenEndpoint,
  defineWsdlProject,
  oauth2AccessTokens,
} from '#core/catalog/authoring.ts';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import { readSources } from '#lib/sources/read-sources.ts';
import { development } from '#test/support/orders-catalogue.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { WEATHER } from '#test/support/wsdl-folder.ts';

const folder = temporaryFolder('sources');
const write = (file: string, content: string) => writeFileSync(path.join(folder, file), content);
write('weather.wsdl', WEATHER);
write('clear.wsdl', WEATHER.replaceAll('https://', 'http://'));
write('broken.wsdl', '<definitions>');
write('large.wsdl', WEATHER.replace('<!-- imports -->', `<!-- ${'x'.repeat(4 * 1_024 * 1_024)} -->`));

const shared = { secureWith: oauth2AccessTokens({ location: 'header' }), serverGroups: [development] };
const token = defineTokenEndpoint({
  displayName: 'Token',
  contextPath: '/token',
  accessTokenExpiryTime: 600_000,
  serverGroups: [development],
});
const wsdl = (displayName: string, file: string) =>
  defineWsdlProject({ ...shared, displayName, contextPath: `/${displayName.toLowerCase()}`, wsdl: file });
const openapi = (displayName: string, file: string) =>
  defineRestProject({ ...shared, displayName, contextPath: `/${displayName.toLowerCase()}`, openapi: file });

/** What is wrong with a catalogue of these projects, without the folder. */
async function problemsOf(...projects: readonly ReturnType<typeof wsdl | typeof openapi>[]) {
  const catalogue = defineCatalogue({ serverGroups: [development], projects: [token, ...projects] });
  const error = await readSources(catalogue, folder).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CatalogueError) return error.problems.map((one) => one.replaceAll(`${folder}${path.sep}`, ''));
  throw new Error('The catalogue was accepted.', { cause: error });
}

test('a WSDL file becomes a project among the others, in their order', async () => {
  const plain = defineRestProject({
    ...shared,
    displayName: 'Plain',
    contextPath: '/plain',
    target: 'https://p.example.com',
  });
  const projects = [token, wsdl('Weather', 'weather.wsdl'), plain];

  const read = await readSources(defineCatalogue({ serverGroups: [development], projects }), folder);

  expect(read.projects.map(({ id, kind }) => [id, kind])).toEqual([
    ['token', 'token-endpoint'],
    ['weather', 'wsdl'],
    ['plain', 'rest'],
  ]);
  const weather = read.projects[1] as BackendProject;
  expect(weather.targets).toEqual({ development: { kind: 'url', url: 'https://a.example/w' } });
  expect(weather.documents?.map(({ query }) => query)).toEqual(['wsdl']);
});

test('what is wrong in several files is told at once, each with the project’s name', async () => {
  expect(
    await problemsOf(
      wsdl('Gone', 'gone.wsdl'),
      wsdl('Broken', 'broken.wsdl'),
      wsdl('Weather', 'weather.wsdl'),
      wsdl('Clear', 'clear.wsdl'),
      openapi('Orders', 'orders.yaml'),
    ),
  ).toEqual([
    'Gone: gone.wsdl: the file does not exist.',
    expect.stringMatching(/^Broken: broken\.wsdl:1: the file is not well-formed/),
    expect.stringMatching(
      /^Clear: target http:\/\/a\.example\/w must use https: .* That is the address in clear\.wsdl; /,
    ),
    expect.stringMatching(/^Orders: .*orders\.yaml/),
  ]);
});

test('what is wrong with the catalogue as a whole is told once the files are read', async () => {
  expect(await problemsOf(wsdl('Weather', 'weather.wsdl'), wsdl('WEATHER', 'weather.wsdl'))).toEqual([
    'Weather and WEATHER: both have the id "weather" in server group development; give one another id.',
    expect.stringContaining('both have the path /weather in server group development'),
  ]);
});

test('a document that is too large to be served is refused, unless it is not served', async () => {
  expect(await problemsOf(wsdl('Large', 'large.wsdl'))).toEqual([
    'Large: its document /?wsdl has 4.1 MB; one that is served may have 4 MB. Take out what callers do not need, or do not serve it.',
  ]);

  const silent = { ...wsdl('Large', 'large.wsdl'), servesWsdl: false };
  const catalogue = defineCatalogue({ serverGroups: [development], projects: [token, silent] });
  await expect(readSources(catalogue, folder)).resolves.toBeDefined();
});
