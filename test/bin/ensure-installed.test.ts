import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ensure-installed-'));
  mkdirSync(path.join(folder, 'bin'));
  cpSync('bin/ensure-installed.mjs', path.join(folder, 'bin/ensure-installed.mjs'));
  // Stands in for npm: says what it was called with, and fails when told to.
  writeFileSync(
    path.join(folder, 'npm.cjs'),
    'console.log(process.argv.slice(2).join(" ")); process.exit(Number(process.env.FAIL ?? 0));',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const platform = { os: [process.platform], cpu: [process.arch] };
const LOCKED = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/jest': { version: '30.0.0', dev: true },
  'node_modules/here': { version: '1.0.0', optional: true, ...platform },
  'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] },
  'node_modules/musl': { version: '1.0.0', optional: true, ...platform, libc: ['musl'] },
};

function lock(file: string, packages: object) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
}

function have(...names: (keyof typeof LOCKED)[]) {
  for (const name of names) mkdirSync(path.join(folder, name), { recursive: true });
  lock('node_modules/.package-lock.json', Object.fromEntries(names.map((name) => [name, LOCKED[name]])));
}

function run(args: string[] = [], env: Record<string, string> = {}) {
  lock('package-lock.json', LOCKED);
  const script = path.join(folder, 'bin/ensure-installed.mjs');
  const options = { ...process.env, npm_execpath: path.join(folder, 'npm.cjs'), ...env };
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: options });
  return { status, stderr };
}

test('does nothing when all that this platform needs is there', () => {
  have('node_modules/a', 'node_modules/jest', 'node_modules/here');

  expect(run()).toEqual({ status: 0, stderr: '' });
});

test('installs exactly the lockfile, without scripts, where nothing is installed', () => {
  const { status, stderr } = run(['--omit=dev']);

  expect(status).toBe(0);
  expect(stderr).toMatch(/^Installing 2 packages …\nci --omit=dev --ignore-scripts .*\nInstalled in \d+\.\d s\.\n$/);
});

test('adds what is missing to a tree that something may be running from', () => {
  have('node_modules/a', 'node_modules/here');

  expect(run().stderr).toContain('\ninstall --ignore-scripts');
  expect(run(['--omit=dev'])).toEqual({ status: 0, stderr: '' });
});

test('leaves development tools in place when only the others are asked for', () => {
  have('node_modules/jest');

  expect(run(['--omit=dev']).stderr).toContain('\ninstall --ignore-scripts');
});

test('misses a package whose version is another', () => {
  have('node_modules/a', 'node_modules/jest', 'node_modules/here');
  lock('node_modules/.package-lock.json', { ...LOCKED, 'node_modules/a': { version: '0.9.0' } });

  expect(run().stderr).toContain('Installing a package');
});

test('says what to do when npm fails', () => {
  const { status, stderr } = run([], { FAIL: '7' });

  expect(status).toBe(1);
  expect(stderr).toContain('The packages could not be installed (npm ended with 7).');
});
