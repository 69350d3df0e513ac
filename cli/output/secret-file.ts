/** Files that secrets are written to: made for this, readable by their owner alone, never in place of another file. */
import { appendFileSync, closeSync, openSync, rmSync } from 'node:fs';
import { CliError } from '../cli-error.ts';

export interface SecretFile {
  readonly path: string;
  add(text: string): void;
  /** Removes it again if nothing was written. */
  close(): void;
}

/**
 * Makes the file before the secret exists: a path that does not work must not cost a secret that is shown once.
 *
 * @throws CliError when there is such a file already
 */
export function reserveSecretFile(path: string): SecretFile {
  const descriptor = open(path);
  let empty = true;
  return {
    path,
    add: (text) => {
      appendFileSync(descriptor, text);
      empty = false;
    },
    close: () => {
      closeSync(descriptor);
      if (empty) rmSync(path, { force: true });
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new CliError(
      exists ? `${path} exists already, and no secret is written over a file.` : `${path} cannot be written.`,
      'Name another file with --secret-file.',
      1,
      { cause },
    );
  }
}
