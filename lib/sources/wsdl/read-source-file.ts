/** Reads one file of a WSDL description, if it is one and not too large. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isBelow } from './resolve-location.ts';

export type SourceBytes =
  | { readonly path: string; readonly bytes: Uint8Array; readonly reason?: undefined }
  | { readonly reason: string };

/** Bytes of one file. */
const LARGEST_FILE = 5 * 1024 * 1024;

/**
 * @param within the folder that the file must be in or below, wherever symbolic links lead
 * @returns the path without symbolic links, by which the file is known from here on
 */
export function readSourceFile(file: string, within: string): SourceBytes {
  if (!isBelow(within, file)) return TOO_FAR_UP;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return { reason: 'the file does not exist.' };
  if (!stats.isFile()) return { reason: 'it is not a file.' };
  if (stats.size > LARGEST_FILE) return { reason: 'the file is larger than 5 MB.' };
  const path = realpathSync(file);
  return isBelow(realpathSync(within), path) ? { path, bytes: readFileSync(path) } : TOO_FAR_UP;
}

const TOO_FAR_UP = {
  reason: "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
};
