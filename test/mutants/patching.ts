/** Copies of the project to break, and patches put into them and taken out again. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** What tests need not, or make by themselves. */
const LEFT_BEHIND = new Set(['node_modules', '.git', '.cache', '.tollgate', 'cdk.out', 'coverage']);

/** A copy of the project without its packages, which it shares. */
export function copyProject(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(root, folder, { recursive: true, filter: (source) => !LEFT_BEHIND.has(path.relative(root, source)) });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}

/**
 * @param file from the root
 * @param options for instance `--check`
 * @returns what git has against it; undefined when it is done
 */
export function applyPatch(root: string, file: string, ...options: readonly string[]): string | undefined {
  // No repository around the folder is any of git's business, or it would take the paths from there.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(path.resolve(root)) };
  const { status, stderr, error } = spawnSync('git', ['apply', '--whitespace=nowarn', ...options, file], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (error !== undefined) return String(error);
  return status === 0 ? undefined : stderr.trim();
}
