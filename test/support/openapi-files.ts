/** Documents in a folder of their own, for as long as a test file runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

/** @returns a function that writes files, by their names, and gives the path of the first */
export function openApiFiles(): (files: Readonly<Record<string, string>>) => string {
  const root = mkdtempSync(path.join(tmpdir(), 'openapi-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let count = 0;
  return (files) => {
    count += 1;
    const paths = Object.entries(files).map(([name, text]) => {
      const file = path.join(root, String(count), 'api', name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    });
    return paths[0]!;
  };
}
