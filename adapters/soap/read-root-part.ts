/** Finds the SOAP envelope in a multipart message: SOAP with Attachments and MTOM (RFC 2387, XOP). */

import { failure, type Result, success } from '#core/result.ts';
import { type MediaType, parseMediaType } from '#core/soap/media-type.ts';
import type { SoapFailure } from '#core/soap/soap-failure.ts';

export interface RootPart {
  readonly mediaType: MediaType;
  readonly body: Buffer;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** RFC 2046 §5.1.1, without the space, which nobody uses. */
const BOUNDARY = /^[\w'()+,./:=?-]{1,70}$/;
const CRLF = '\r\n';

/**
 * Strict, so that a backend cannot take another part for the root than is read here: the root is the first part, as all
 * stacks write it, and no other part has its Content-ID.
 */
export function readRootPart(body: Buffer, { parameters }: MediaType): Result<RootPart, SoapFailure> {
  const boundary = parameters.get('boundary') ?? '';
  if (!BOUNDARY.test(boundary)) return refuse('its content type names no boundary');
  const parts = readParts(body, `--${boundary}`);
  const [root, ...others] = parts ?? [];
  if (root === undefined) return refuse('its parts are not set off from each other as RFC 2046 says');
  const id = contentId(root);
  const start = parameters.get('start');
  if (start !== undefined && withoutBrackets(start) !== id)
    return refuse('its first part must be the one named by start');
  if (id !== '' && others.some((part) => contentId(part) === id)) return refuse('two parts have the same Content-ID');
  if (!/^(7bit|8bit|binary)?$/i.test(root.headers.get('content-transfer-encoding') ?? '')) {
    return refuse('its first part must have no Content-Transfer-Encoding but 7bit, 8bit or binary');
  }
  const mediaType = parseMediaType(root.headers.get('content-type') ?? '');
  if (mediaType === undefined) return refuse('its first part has no content type');
  return success({ mediaType, body: root.body });
}

function refuse(detail: string): Result<never, SoapFailure> {
  return failure({ reason: 'attachments_unsupported', detail });
}

/** Undefined unless the body is delimiters, parts and a closing delimiter from its first byte on. */
function readParts(body: Buffer, delimiter: string): readonly Part[] | undefined {
  const separator = Buffer.from(`${CRLF}${delimiter}`);
  const parts: Part[] = [];
  let end = body.indexOf(delimiter) === 0 ? delimiter.length : -1;
  if (end === -1 && body.indexOf(separator) === 0) end = separator.length;
  while (end !== -1) {
    const mark = body.toString('latin1', end, end + 2);
    if (mark === '--') return parts;
    const next = body.indexOf(separator, end);
    const part = mark === CRLF && next !== -1 ? readPart(body.subarray(end + 2, next)) : undefined;
    if (part === undefined) return undefined;
    parts.push(part);
    end = next + separator.length;
  }
  return undefined;
}

function readPart(bytes: Buffer): Part | undefined {
  const headersEnd = bytes.indexOf(`${CRLF}${CRLF}`);
  if (headersEnd === -1) return undefined;
  const headers = new Map<string, string>();
  for (const line of bytes.toString('latin1', 0, headersEnd).split(CRLF)) {
    const [, name, value] = /^([\w-]+):([^\r\n]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || headers.has(name.toLowerCase())) return undefined;
    headers.set(name.toLowerCase(), value.trim());
  }
  return { headers, body: bytes.subarray(headersEnd + 4) };
}

function contentId({ headers }: Part): string {
  return withoutBrackets(headers.get('content-id') ?? '');
}

function withoutBrackets(id: string): string {
  return id.replace(/^<(.*)>$/, '$1');
}
