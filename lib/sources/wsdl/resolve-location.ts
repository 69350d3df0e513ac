/** Where the location of an import leads: to a file near the WSDL file, to the web, or nowhere that may be read. */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export type ResolvedLocation =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'web' }
  | { readonly kind: 'refused'; readonly reason: string };

const NO_FILE_NAME = 'it is neither the name of a file nor an http(s) URL.';

/**
 * A location is a URI reference, relative to the file that holds it.
 *
 * @param from the absolute path of that file
 */
export function resolveLocation(location: string, from: string): ResolvedLocation {
  const base = pathToFileURL(from).href;
  if (!URL.canParse(location, base)) return { kind: 'refused', reason: NO_FILE_NAME };
  const url = new URL(location, base);
  if (url.protocol === 'http:' || url.protocol === 'https:') return { kind: 'web' };
  if (url.protocol !== 'file:') return { kind: 'refused', reason: NO_FILE_NAME };
  if (url.search !== '' || url.hash !== '') {
    return { kind: 'refused', reason: 'it has a query or a fragment; save what it names as a file and name that.' };
  }
  try {
    const file = fileURLToPath(url);
    if (!file.includes('\0')) return { kind: 'file', path: file };
  } catch {
    // For instance a file on another host, or a slash written as %2F.
  }
  return { kind: 'refused', reason: NO_FILE_NAME };
}

/** Whether a file is in the folder or below it; both paths are absolute and free of symbolic links. */
export function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}
