/** The Python that has ministack: a virtual environment under `.cache`, made from the versions and hashes that are pinned. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const REQUIREMENTS = 'test/deploy/emulator/requirements.txt';
const ENVIRONMENT = path.resolve('.cache/emulator');

/**
 * @returns the interpreter
 * @throws Error that says what is missing
 */
export function pythonWithEmulator(): string {
  const python = path.join(ENVIRONMENT, 'bin/python');
  const installed = path.join(ENVIRONMENT, 'installed');
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted && runs(python)) return python;
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  mkdirSync(path.dirname(ENVIRONMENT), { recursive: true });
  const base = ['python3.11', 'python3.12', 'python3.13', 'python3'].find(isNewEnough);
  if (base === undefined) throw new Error('The emulator needs Python 3.11 or newer, and there is none on the PATH.');
  console.error(`Installing the emulator with ${base} …`);
  run('A virtual environment could not be made (with Debian or Ubuntu: apt-get install python3-venv)', base, [
    '-m',
    'venv',
    ENVIRONMENT,
  ]);
  run('The emulator could not be installed from PyPI', python, [
    ...['-m', 'pip', 'install', '--quiet', '--no-deps', '--require-hashes', '--only-binary', ':all:'],
    ...['--disable-pip-version-check', '--requirement', REQUIREMENTS],
  ]);
  writeFileSync(installed, wanted);
  return python;
}

function runs(python: string): boolean {
  return spawnSync(python, ['-c', 'import ministack.app, cryptography']).status === 0;
}

function isNewEnough(python: string): boolean {
  return spawnSync(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0;
}

function run(problem: string, command: string, words: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${problem}:\n${error?.message ?? stderr.trim().split('\n').slice(-15).join('\n')}`);
}
