/** No key or secret is committed, be it for an example or a test: they are made when they are needed. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const FOLDERS = ['adapters', 'bench', 'bin', 'cli', 'core', 'docs', 'lambdas', 'lib', 'local', 'test'];
const PAGES = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'AGENTS.md', 'package.json', 'cdk.json'];
/** A private key with something in it; an access key of AWS; a consumer secret. */
const SECRET =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}|\bA[KS]IA[0-9A-Z]{16}\b|\btgs_[0-9A-Za-z]{43}_\w{6}/g;

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name)),
);

test('no file of ours holds a key or a secret', () => {
  const found = [...files, ...PAGES].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(SECRET)].map(([secret]) => `${file}: ${secret.slice(0, 12)}…`),
  );

  expect(files.length).toBeGreaterThan(700);
  // Zeros stand for a secret in examples.
  expect(found.filter((one) => !/: tgs_0{8}…$/.test(one))).toEqual([]);
  expect(found).not.toEqual([]);
});
