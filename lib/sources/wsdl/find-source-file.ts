/** Finds one file of a WSDL description, if it is near enough, a file, and not too large. */
import { realpathSync, statSync } from 'node:fs';
import { isBelow } from './resolve-location.ts';

export type FoundFile = { readonly path: string; readonly reason?: undefined } | { readonly reason: string };

/** Bytes of one file. */
const LARGEST_FILE = 5 * 1024 * 1024;

/**
 * @param within the folder that the file must be in or below, wherever symbolic links lead
 * @returns the path without symbolic links, by which the file is known from here on
 */
export function findSourceFile(file: string, within: string): FoundFile {
  if (!isBelow(within, file)) return TOO_FAR_UP;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return { reason: 'the file does not exist.' };
  if (!stats.isFile()) return { reason: 'it is not a file.' };
  if (stats.size > LARGEST_FILE) return { reason: 'the file is larger than 5 MB.' };
  const path = realpathSync(file);
  return isBelow(realpathSync(within), path) ? { path } : TOO_FAR_UP;
}

const TOO_FAR_UP = {
  reason: "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
};
