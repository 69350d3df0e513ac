/** Which media types an API treats as binary, and how types are compared. */

/** `text/html; charset=utf-8` → `text/html`; of a list (as in Accept) the first, the only one API Gateway looks at. */
export function firstMediaType(header: string | undefined): string | undefined {
  const type = header?.split(',')[0]?.split(';')[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

/**
 * Whether a Content-Type or Accept header names a binary type. A star on both sides makes everything binary, even what has no such
 * header; `image/*` covers its subtypes; a star on the left alone covers nothing.
 */
export function isBinary(header: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.includes('*/*')) return true;
  const type = firstMediaType(header);
  if (type === undefined) return false;
  return binaryMediaTypes.some((binary) => {
    const wanted = binary.toLowerCase();
    if (wanted === type) return !type.startsWith('*');
    const family = wanted.endsWith('/*') ? wanted.slice(0, -1) : undefined;
    return family !== undefined && !type.endsWith('/*') && type.startsWith(family);
  });
}

export function isJson(mediaType: string): boolean {
  const type = firstMediaType(mediaType) ?? '';
  return type.endsWith('/json') || type.endsWith('+json');
}
