/** What of other people's code runs in each function: everything here can read whatever the function can. */
import { builtinModules } from 'node:module';
import { expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { bundling } from '#lib/constructs/node-function-code.ts';

const { outputs } = buildSync({ ...bundling(), metafile: true }).metafile;
const bundles = Object.entries(outputs).map(([file, { inputs, imports }]) => ({
  folder: file.replace(/^bundles\/|\.js$/g, ''),
  packages: [...new Set(Object.keys(inputs).flatMap((input) => packageOf(input)))].sort(),
  imports: imports.filter(({ external }) => external).map((one) => one.path),
}));

function packageOf(input: string): readonly string[] {
  return [...input.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name = '']) => name).slice(-1);
}

/** AWS's own; the last two are the cache of endpoints of its client for DynamoDB. */
const SDK = /^(@aws-sdk\/.+|@smithy\/.+|@aws\/lambda-invoke-store|tslib|mnemonist|obliterator)$/;

test.each([
  ['token', true, ['aws-jwt-verify']],
  ['verify-access-token', true, ['aws-jwt-verify']],
  ['verify-and-forward', true, ['aws-jwt-verify', 'saxes', 'xmlchars']],
  ['registry', true, ['zod']],
  ['rotate-signing-keys', true, []],
  ['sweep-audit-trail', true, []],
  ['forward', false, []],
  ['serve-documents', false, []],
  ['sample-backend', false, []],
])('the bundle of %s holds the AWS SDK (%s) and of others %j', (folder, hasSdk, expected) => {
  const { packages = [] } = bundles.find((one) => one.folder === folder) ?? {};

  expect(packages.some((name) => SDK.test(name))).toBe(hasSdk);
  expect(packages.filter((name) => !SDK.test(name))).toEqual(expected);
});

test('there is no other bundle', () => {
  expect(bundles).toHaveLength(9);
});

test('what a bundle does not hold is Node’s own', () => {
  for (const { imports } of bundles) {
    for (const name of imports) expect(builtinModules).toContain(name.replace(/^node:/, '').replace(/\/.*$/, ''));
  }
});
