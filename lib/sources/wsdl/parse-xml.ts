/** Parses XML strictly: well-formed, with declared prefixes, and without a document type declaration. */
import { DOMParser, type Document } from '@xmldom/xmldom';
import { SaxesParser } from 'saxes';

export type ParsedXml =
  | { readonly document: Document; readonly defect?: undefined }
  | { readonly defect: XmlDefect; readonly document?: undefined };

export interface XmlDefect {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** Far more than any schema needs, and few enough for trees to be walked without care. */
const DEEPEST = 500;

/** Characters that are given to saxes at once. */
const PIECE = 4096;

/**
 * saxes is asked first, since it knows the exact line of a defect and misses none (xmldom lets a bare `&` pass); then
 * xmldom makes the tree, and whatever it is not content with counts as well.
 */
export function parseXml(text: string): ParsedXml {
  const defect = findDefect(text);
  if (defect !== undefined) return { defect };
  const defects: XmlDefect[] = [];
  const parser = new DOMParser({
    normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
    onError(_level, message, context: { readonly locator?: { readonly lineNumber?: number } }) {
      defects.push({ line: context.locator?.lineNumber ?? 1, message: `the file is not well-formed: ${message}` });
    },
  });
  try {
    const document = parser.parseFromString(text, 'text/xml');
    if (defects[0] === undefined) return { document };
  } catch (error) {
    // A fatal error is reported to onError before it is thrown.
    if (defects[0] === undefined) throw error;
  }
  return { defect: defects[0] };
}

/** Entities are never expanded: a document type declaration, the one place to declare them, is refused. */
function findDefect(text: string): XmlDefect | undefined {
  const defects: XmlDefect[] = [];
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  parser.on('doctype', () => {
    defects.push({ line: parser.line, message: 'the file has a DOCTYPE, which is not read; remove it.' });
  });
  let depth = 0;
  parser.on('opentag', () => {
    depth += 1;
    if (depth === DEEPEST + 1) {
      defects.push({ line: parser.line, message: `elements are nested more than ${DEEPEST} deep.` });
    }
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  parser.on('error', ({ message }) => {
    const reason = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    defects.push({ line: parser.line, message: `the file is not well-formed: ${reason}.` });
  });
  // Piece by piece, so as to stop near the first defect: what saxes makes of the rest may take long.
  for (let at = 0; at < text.length && defects.length === 0; at += PIECE) parser.write(text.slice(at, at + PIECE));
  if (defects.length === 0) parser.close();
  const [first] = defects;
  return first && (findBareAmpersand(text, first.line) ?? first);
}

/**
 * The most common defect, in URLs above all. saxes takes everything up to the next semicolon for the name of an entity,
 * and its message, which comes from there, would not lead to the place.
 */
function findBareAmpersand(text: string, lastLine: number): XmlDefect | undefined {
  const markup = text.replace(/<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)/g, (literal) =>
    literal.replace(/[^\n]/g, ' '),
  );
  const index = markup.search(/&(?!#\d+;|#x[\da-fA-F]+;|[\p{L}_][\p{L}\p{N}._-]*;)/u);
  const line = markup.slice(0, index).split('\n').length;
  if (index === -1 || line > lastLine) return undefined;
  return { line, message: 'the file is not well-formed: an "&" that starts no reference; write "&amp;" for it.' };
}
