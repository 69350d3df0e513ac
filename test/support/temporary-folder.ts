/** A folder of a test file's own, which is gone when its tests are over. To be imported at the top of a test file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `tollgate-${prefix}-`));
  folders.push(folder);
  return folder;
}
