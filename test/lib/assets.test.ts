import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { Annotations } from 'aws-cdk-lib/core';
import { type Catalogue, defineCatalogue } from '#core/catalog/catalogue.ts';
import { TOKEN_IN_URL_WARNING } from '#lib/constructs/api-project.ts';
import { bundleFunctions } from '#lib/constructs/node-function-code.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { withoutTraces } from '#test/support/templates-only.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { alpha, testCatalogue } from '#test/support/test-catalogue.ts';

/** Every file of our functions' assets by `<asset>/<name>`. */
function assetsOf(catalogue: Catalogue): ReadonlyMap<string, string> {
  const outdir = temporaryFolder('assets');
  const app = tollgateApp(catalogue, { outdir, builtinCloudFormationValidation: false, context: withoutTraces });
  Annotations.of(app).acknowledgeWarning(TOKEN_IN_URL_WARNING);
  app.synth();
  const assets = readdirSync(outdir).filter((name) => readdirSafely(path.join(outdir, name)).includes('index.mjs'));
  return new Map(
    assets.flatMap((asset) =>
      readdirSync(path.join(outdir, asset)).map((file) => [
        `${asset}/${file}`,
        readFileSync(path.join(outdir, asset, file), 'utf8'),
      ]),
    ),
  );
}

function readdirSafely(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const only = (projects = testCatalogue.projects) =>
  defineCatalogue({
    serverGroups: [alpha],
    projects: projects
      .filter(({ serverGroups }) => serverGroups.some(({ name }) => name === 'alpha'))
      .map((project) => ({
        ...project,
        serverGroups: [alpha],
        ...(project.kind === 'rest' ? { targets: { alpha: project.targets.alpha! } } : {}),
      })),
  });
const first = assetsOf(only());

test('a second synthesis gives the same assets', () => {
  expect([...assetsOf(only()).keys()].sort()).toEqual([...first.keys()].sort());
});

test('a changed project changes catalogue.json and nothing else', () => {
  const changed = assetsOf(
    only(
      testCatalogue.projects.map((project) =>
        project.id === 'vault' ? { ...project, contextPath: '/safe' } : project,
      ),
    ),
  );

  const codeOf = (assets: ReadonlyMap<string, string>) =>
    new Set([...assets].filter(([name]) => name.endsWith('/index.mjs')).map(([, content]) => content));
  const cataloguesOf = (assets: ReadonlyMap<string, string>) => [
    ...new Set([...assets].filter(([name]) => name.endsWith('/catalogue.json')).map(([, content]) => content)),
  ];
  expect(codeOf(changed)).toEqual(codeOf(first));
  expect(cataloguesOf(changed).toSorted()).toEqual(
    cataloguesOf(first)
      .map((text) => text.replaceAll('"/vault', '"/safe'))
      .toSorted(),
  );
});

test('the functions that need the catalogue have it, and the others do not', () => {
  const withCatalogue = [...first.keys()].filter((name) => name.endsWith('/catalogue.json'));
  const bundles = [...first.keys()].filter((name) => name.endsWith('/index.mjs'));

  expect(withCatalogue).toHaveLength(6);
  expect(bundles).toHaveLength(9);
});

test('an asset does not depend on where the project lies, nor tells it', () => {
  const root = temporaryFolder('assets');
  for (const name of ['adapters', 'core', 'lambdas', 'package.json'])
    cpSync(name, path.join(root, name), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));

  const bundles = bundleFunctions(root);

  expect(bundles).toEqual(bundleFunctions());
  for (const bundle of bundles.values()) expect(bundle).not.toContain(root);
  for (const content of first.values()) {
    expect(content).not.toContain(process.cwd());
    expect(content).not.toMatch(/\/(home|work|Users|tmp)\/|sourceMappingURL/);
  }
});

test('no asset holds a key or a secret', () => {
  const secrets = /-----BEGIN [A-Z ]*PRIVATE KEY-----\n|AKIA[0-9A-Z]{16}|tg[ks]_[0-9A-Za-z]{22}/g;

  // A key of zeros alone is asked for at start, to open the connection.
  const found = [...first.values()]
    .flatMap((content) => content.match(secrets) ?? [])
    .filter((one) => !/_0+$/.test(one));

  expect(found).toEqual([]);
});
