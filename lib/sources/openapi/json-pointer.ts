/** References within and between files: a path and a JSON pointer (RFC 6901) in a fragment. */

export interface Reference {
  /** As it was written, relative to the file that it stands in; empty for that file itself. */
  readonly file: string;
  readonly keys: readonly string[];
}

/** Undefined for what is no path with a JSON pointer: an anchor, or escapes that mean nothing. */
export function parseReference(text: string): Reference | undefined {
  const hash = text.indexOf('#');
  const file = hash === -1 ? text : text.slice(0, hash);
  const fragment = hash === -1 ? '' : text.slice(hash + 1);
  if (fragment !== '' && !fragment.startsWith('/')) return undefined;
  try {
    const keys = fragment
      .split('/')
      .slice(1)
      .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
    return { file: decodeURIComponent(file), keys };
  } catch {
    return undefined;
  }
}

export function formatPointer(keys: readonly string[]): string {
  return `#${keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;
}
