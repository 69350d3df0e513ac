/** Puts files in their places, all of them or none: each is complete before the first one is seen. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';

/** A file that is not there yet. */
export interface NewFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** A file that is there, and must be as it was read. */
export interface ChangedFile extends NewFile {
  readonly before: string;
}

/**
 * Nothing else of this process runs in between, not even the answer to Ctrl-C.
 *
 * @throws CliError when a new file exists meanwhile, or the changed one is not as it was
 */
export function installFiles(added: readonly NewFile[], changed: ChangedFile): void {
  const waiting = [...added, changed].map((file) => ({ ...file, draft: `${file.path}.${process.pid}.new` }));
  const installed: string[] = [];
  const folders: string[] = [];
  try {
    const { mode } = statSync(changed.path);
    for (const { draft, content } of waiting) {
      const folder = mkdirSync(dirname(draft), { recursive: true });
      if (folder !== undefined) folders.push(folder);
      writeFileSync(draft, content, { flag: 'wx', mode });
    }
    for (const { path, draft } of waiting.slice(0, -1)) {
      if (existsSync(path)) throw meanwhile(path);
      renameSync(draft, path);
      installed.push(path);
    }
    if (readFileSync(changed.path, 'utf8') !== changed.before) throw meanwhile(changed.path);
    for (const { path, draft } of waiting.slice(-1)) renameSync(draft, path);
  } catch (error) {
    for (const path of [...installed, ...waiting.map(({ draft }) => draft)]) rmSync(path, { force: true });
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function meanwhile(path: string): CliError {
  return new CliError(
    `${path} was changed by somebody else meanwhile; nothing was written.`,
    'Look at it, and run the command again.',
    EXIT_CODES.conflict,
  );
}
