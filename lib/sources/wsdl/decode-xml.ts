/** The text of an XML file: UTF-8, UTF-16 with a byte order mark, or a declared ISO-8859-1 or windows-1252. */

export type DecodedXml = { readonly text: string } | { readonly problem: string };

/** Names of encodings as XML declarations spell them, and the decoder for each. */
const DECODERS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
};

/** A byte order mark goes before the declaration (XML 1.0 appendix F); bytes that the encoding lacks are refused. */
export function decodeXml(bytes: Uint8Array): DecodedXml {
  const marked = encodingOfMark(bytes);
  const declared = marked === undefined ? declaredEncoding(bytes) : undefined;
  const decoder = marked ?? DECODERS[(declared ?? 'utf-8').toLowerCase()];
  if (decoder === undefined) {
    return { problem: `the file declares the encoding "${declared}" but does not hold it; save it as UTF-8.` };
  }
  try {
    return { text: new TextDecoder(decoder, { fatal: true }).decode(bytes) };
  } catch {
    // All decoders exist, so the bytes are what it stumbled over.
    return { problem: `the file is not valid ${decoder.toUpperCase()}; save it as UTF-8.` };
  }
}

function encodingOfMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  return /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1];
}
