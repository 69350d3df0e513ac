/** Finds the encoding of an XML document that came over HTTP, and decodes it (RFC 7303 §3, XML 1.0 §4.3.3). */
import { failure, type Result, success } from '#core/result.ts';
import type { SoapFailure } from '#core/soap/soap-failure.ts';

export type Encoding = 'utf-8' | 'us-ascii' | 'utf-16le' | 'utf-16be' | 'iso-8859-1';

export interface DecodedXml {
  readonly text: string;
  readonly encoding: Encoding;
}

/** By label in lower case; `utf-16` leaves the order of bytes to the byte order mark. */
const LABELS: ReadonlyMap<string, Encoding | 'utf-16'> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'us-ascii'],
  ['ascii', 'us-ascii'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['iso-8859-1', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
]);

/**
 * What the content type, the byte order mark and the declaration say must agree, because receivers differ in which of them
 * they believe; nothing is replaced or skipped. Whoever parses the text must ask {@link agreesWith} about its declaration.
 *
 * @param charset of the content type; undefined when it has none
 */
export function decodeXml(bytes: Buffer, charset: string | undefined): Result<DecodedXml, SoapFailure> {
  const encoding = encodingOf(bytes, charset);
  const text = encoding === undefined ? undefined : decode(bytes, encoding);
  return encoding === undefined || text === undefined
    ? failure({ reason: 'encoding_unsupported' })
    : success({ text, encoding });
}

/** @param declared encoding of the XML declaration; undefined when it names none */
export function agreesWith(encoding: Encoding, declared: string | undefined): boolean {
  if (declared === undefined) return encoding !== 'iso-8859-1';
  const named = LABELS.get(declared.toLowerCase());
  if (named === 'utf-16') return encoding === 'utf-16le' || encoding === 'utf-16be';
  // Every text in ASCII is one in UTF-8.
  return named === encoding || (named === 'utf-8' && encoding === 'us-ascii');
}

function encodingOf(bytes: Buffer, charset: string | undefined): Encoding | undefined {
  const marked = markedEncoding(bytes);
  const label = charset ?? (marked === undefined ? sniffedLabel(bytes) : undefined);
  if (label === undefined) return marked ?? 'utf-8';
  const named = LABELS.get(label.toLowerCase());
  if (named === 'utf-16') return marked === 'utf-16le' || marked === 'utf-16be' ? marked : undefined;
  return marked === undefined || marked === named ? named : undefined;
}

function markedEncoding(bytes: Buffer): Encoding | undefined {
  const start = bytes.toString('hex', 0, 3);
  if (start === 'efbbbf') return 'utf-8';
  if (start.startsWith('fffe')) return 'utf-16le';
  return start.startsWith('feff') ? 'utf-16be' : undefined;
}

function sniffedLabel(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 200);
  return /^<\?xml[^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][\w.-]*)["']/.exec(start)?.[1];
}

/** Undefined for bytes that are none of the encoding; a byte order mark is left out. */
function decode(bytes: Buffer, encoding: Encoding): string | undefined {
  // For TextDecoder the labels of these two mean windows-1252.
  if (encoding === 'iso-8859-1') return bytes.toString('latin1');
  if (encoding === 'us-ascii' && bytes.some((byte) => byte > 0x7f)) return undefined;
  try {
    return new TextDecoder(encoding === 'us-ascii' ? 'utf-8' : encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
