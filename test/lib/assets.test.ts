import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { Annotations } from 'aws-cdk-lib/core';
import { type Catalogue, defineCatalogue } from '#core/catalog/catalogue.ts';
import { TOKEN_IN_URL_WARNING } from '#lib/constructs/api-project.ts';
import { bundleFunctions } from '#lib/constructs/node-function-code.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { findRandomTexts } from '#test/support/random-texts.ts';
import { withoutTraces } from '#test/support/templates-only.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { alpha, testCatalogue } from '#test/support/test-catalogue.ts';

/** Every file of the cloud assembly, by its path in it. */
function assemblyOf(catalogue: Catalogue): ReadonlyMap<string, string> {
  const outdir = temporaryFolder('assets');
  const app = tollgateApp(catalogue, { outdir, builtinCloudFormationValidation: false, context: withoutTraces });
  Annotations.of(app).acknowledgeWarning(TOKEN_IN_URL_WARNING);
  app.synth();
  return new Map(
    readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .map((file) => [path.relative(outdir, file), readFileSync(file, 'utf8')]),
  );
}

/** Every file of our functions' assets by `<asset>/<name>`. */
function assetsOf(assembly: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...assembly].filter(([file]) => assembly.has(path.join(path.dirname(file), 'index.mjs'))));
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
const assembly = assemblyOf(only());
const first = assetsOf(assembly);

test('a second synthesis gives the same assets', () => {
  expect([...assetsOf(assemblyOf(only())).keys()].sort()).toEqual([...first.keys()].sort());
});

test('a changed project changes catalogue.json and nothing else', () => {
  const projects = testCatalogue.projects.map((project) =>
    project.id === 'vault' ? { ...project, contextPath: '/safe' } : project,
  );

  const changed = assetsOf(assemblyOf(only(projects)));

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

/** All that looks random in an assembly, and is no secret. */
const KNOWN = [
  // The CDK's names of functions' versions and of deployments.
  /^\w+(CurrentVersion|Deployment)[0-9A-F]{8}[0-9a-f]{32}$/,
  // Public halves of keys that nobody has, with which a signature is compared where the client has none.
  /^(KtTVSGaX8SgwK41F|Y3RMrk1AwIGV8AyC|9VhIYZpGzqVm9wQa|i-aGy2zLGN2abBLk)/,
  // Of the equations of the curves P-256 and edwards25519, and a point of the latter.
  /^0x(5ac635d8aa3a93e7|05fc536d880238b1|52036cee2b6ffe73)[0-9a-f]{48}n$/,
  // The SHA-256 of nothing, with which AWS signs requests without a body.
  /^e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855$/,
  // The version of a secret in the tests' catalogue, and the digits of a regular expression.
  /^01234567-?89ab-?cdef/,
];

test('nothing in the whole assembly looks like a key or a secret', () => {
  const text = [...assembly.values()].join('\n');
  const hashes = new Set(text.match(/(?<=asset\.)[0-9a-f]{64}|(?<=\/)[0-9a-f]{64}(?=\.json)/g));

  const found = new Set(findRandomTexts(text));

  expect([...assembly.keys()].join()).toMatch(/manifest\.json.*\.template\.json.*index\.mjs/);
  for (const known of KNOWN) expect([...found].filter((one) => known.test(one))).not.toEqual([]);
  expect(
    [...found].filter((one) => !KNOWN.some((known) => known.test(one)) && !hashes.has(one.replace(/^.*\//, ''))),
  ).toEqual([]);
  // A key of zeros alone is asked for at start, to open the connection.
  expect(
    (text.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----\n|AKIA[0-9A-Z]{16}|tg[ks]_\w{22,}/g) ?? []).filter(
      (one) => !/_0+$/.test(one),
    ),
  ).toEqual([]);
});

test('the search finds secrets in any form', () => {
  const secret = createHash('sha256').update('not a secret').digest();

  for (const form of ['hex', 'base64', 'base64url'] as const) {
    expect(findRandomTexts(`{"Variables":{"BACKEND":"${secret.toString(form)}"}}`)).toEqual([secret.toString(form)]);
  }
});
