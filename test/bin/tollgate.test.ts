import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const launcher = path.resolve(manifest.bin.tollgate);

test('the bin entry is a script for Node: without its first line a shell would run it', () => {
  expect(readFileSync(launcher, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  if (process.platform !== 'win32') expect(statSync(launcher).mode & 0o111).toBe(0o111);
});

test('it works from any directory, and ends with the exit code of the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [launcher, ...args], { cwd: tmpdir(), encoding: 'utf8' });

  expect(run('--version')).toMatchObject({ status: 0, stdout: `${manifest.version}\n` });
  expect(run('nonsense')).toMatchObject({ status: 2, stdout: '' });
});
