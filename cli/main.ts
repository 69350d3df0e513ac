/** The entry of `tollgate`: one command line in the process that it was typed for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSession } from './create-session.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { run } from './run.ts';

/** @returns the exit code; nothing is left running */
export async function main(args: readonly string[]): Promise<number> {
  endQuietly();
  const { stdout, stderr, env } = process;
  return run(args, { stdout, stderr, env, version: version(), createSession });
}

/** Whoever reads the output may have read enough, and Ctrl-C is no failure of ours. */
function endQuietly(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if ('code' in error && error.code === 'EPIPE') process.exit(EXIT_CODES.ok);
      throw error;
    });
  }
  process.once('SIGINT', () => process.exit(EXIT_CODES.interrupted));
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package.json'), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}
