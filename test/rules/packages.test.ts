/** What may come into the tree of packages. `npm install` checks the lockfile's hashes; here is what must be in it. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
}

const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const lockfile: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const locked = Object.entries(lockfile.packages).filter(([path]) => path !== '');

const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const namesWhere = (holds: (one: Locked) => boolean) =>
  [...new Set(locked.filter(([, one]) => holds(one)).map(([path]) => nameOf(path)))].sort();

test('every version is exact', () => {
  const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides });

  expect(versions.length).toBeGreaterThan(30);
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
});

test('every package is known by its hash, or comes inside of one that is', () => {
  const unknown = locked.filter(
    ([, { integrity, inBundle }]) => inBundle !== true && !/^sha512-/.test(integrity ?? ''),
  );

  expect(locked.length).toBeGreaterThan(500);
  expect(unknown.map(([path]) => path)).toEqual([]);
  for (const [path] of locked.filter(([, { inBundle }]) => inBundle === true)) {
    const [, bundler = ''] = /^(node_modules\/(?:@[^/]+\/)?[^/]+)\/node_modules\//.exec(path) ?? [];
    expect(lockfile.packages[bundler]?.integrity).toMatch(/^sha512-/);
  }
});

test('every package comes from a registry, under its own name and version', () => {
  const elsewhere = locked.filter(([path, { resolved, link, version }]) => {
    const name = nameOf(path);
    const archive = `/${name}/-/${name.replace(/^@.*\//, '')}-${version}.tgz`;
    return link === true || !(resolved === undefined || (/^https:/.test(resolved) && resolved.endsWith(archive)));
  });

  expect(elsewhere).toEqual([]);
});

test('packages that would run a script when they are installed are these, and all work without', () => {
  expect(namesWhere(({ hasInstallScript }) => hasInstallScript === true)).toEqual([
    // Of Jest, to watch files; it brings binaries along.
    '@parcel/watcher',
    // Look for the binary of the platform, which comes as an optional package.
    '@swc/core',
    // Of dynalite; it brings binaries along.
    'classic-level',
    'esbuild',
    'unrs-resolver',
  ]);
  expect(readFileSync('bin/ensure-installed.mjs', 'utf8')).toContain("'--ignore-scripts'");
});

test('every licence lets us use, change and pass on', () => {
  const permissive = /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|PSF-2\.0)$/;
  const lets = (license = '') => {
    const parts = license.replace(/[()]/g, '');
    return parts.includes(' AND ')
      ? parts.split(' AND ').every((part) => permissive.test(part))
      : parts.split(' OR ').some((part) => permissive.test(part));
  };

  // Data about browsers, for a development tool; whoever passes them on names their authors.
  expect(namesWhere(({ license }) => !lets(license))).toEqual(['caniuse-lite']);
});
