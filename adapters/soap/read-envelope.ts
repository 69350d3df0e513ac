/** Reads a SOAP request: its headers, the root part of a multipart message, and the envelope. */
import type { SoapVersion } from '#core/catalog/soap-service.ts';
import { failure, type Result, success } from '#core/result.ts';
import { type MediaType, parseMediaType } from '#core/soap/media-type.ts';
import type { SoapFailure } from '#core/soap/soap-failure.ts';
import { type SoapMessage, versionOfMediaType } from '#core/soap/soap-message.ts';
import { decodeXml } from './decode-xml.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { readRootPart } from './read-root-part.ts';

export interface SoapRequest {
  /** Every value of each header, in order. */
  readonly contentTypes: readonly string[];
  readonly contentEncodings: readonly string[];
  readonly soapActions: readonly string[];
  readonly body: Buffer;
}

interface EnvelopeBytes {
  readonly version: SoapVersion;
  readonly charset: string | undefined;
  readonly body: Buffer;
  /** As parameters of content types name them. */
  readonly actions: readonly (string | undefined)[];
}

/**
 * What is accepted means the same to every receiver that keeps to the standards; the body itself goes on as it came. All
 * the ways to name an action count, whatever the version: a backend may look at any of them.
 */
export function readEnvelope(request: SoapRequest): Result<SoapMessage, SoapFailure> {
  const [contentType, ...others] = request.contentTypes;
  const mediaType = contentType === undefined ? undefined : parseMediaType(contentType);
  if (mediaType === undefined || others.length > 0) return failure({ reason: 'content_type_unsupported' });
  if (request.contentEncodings.some((encoding) => !/^[ \t]*(identity)?[ \t]*$/i.test(encoding))) {
    return failure({ reason: 'encoding_unsupported' });
  }
  const found = mediaType.type === 'multipart/related' ? inParts(mediaType, request) : alone(mediaType, request);
  if (!found.ok) return found;
  const { version, charset, body, actions: parameters } = found.value;
  const decoded = decodeXml(body, charset);
  if (!decoded.ok) return decoded;
  const envelope = parseEnvelope(decoded.value, version);
  if (!envelope.ok) return envelope;
  const [action, ...moreActions] = namedActions([...request.soapActions.map(withoutQuotes), ...parameters]);
  const [addressedAction, ...moreAddressed] = envelope.value.addressedActions;
  if (moreActions.length > 0 || moreAddressed.length > 0) return failure({ reason: 'several_actions' });
  return success({ version, action, addressedAction, bodyElement: envelope.value.bodyElement });
}

function alone({ type, parameters }: MediaType, { body }: SoapRequest): Result<EnvelopeBytes, SoapFailure> {
  const version = versionOfMediaType(type);
  if (version === undefined) return failure({ reason: 'content_type_unsupported' });
  return success({ version, charset: parameters.get('charset'), body, actions: [parameters.get('action')] });
}

function inParts(whole: MediaType, { body }: SoapRequest): Result<EnvelopeBytes, SoapFailure> {
  const root = readRootPart(body, whole);
  if (!root.ok) return root;
  const { mediaType } = root.value;
  // Of an XOP package the type is told by a parameter (XOP §5).
  const packaged =
    mediaType.type === 'application/xop+xml' ? parseMediaType(mediaType.parameters.get('type') ?? '') : mediaType;
  const version = versionOfMediaType(packaged?.type ?? '');
  if (packaged === undefined || version === undefined) {
    return failure({ reason: 'attachments_unsupported', detail: 'its first part is no SOAP envelope' });
  }
  return success({
    version,
    charset: mediaType.parameters.get('charset') ?? packaged.parameters.get('charset'),
    body: root.value.body,
    actions: [whole, mediaType, packaged].map(({ parameters }) => parameters.get('action')),
  });
}

/** Each once. Python's zeep sends `None` where the binding names no action. */
function namedActions(actions: readonly (string | undefined)[]): readonly string[] {
  const named = actions.flatMap((action) =>
    action === undefined || action === '' || action === 'None' ? [] : [action],
  );
  return [...new Set(named)];
}

/** SOAP 1.1 §6.1.1 has the URI in quotes; not all clients do. */
function withoutQuotes(value: string): string {
  return value.trim().replace(/^"(.*)"$/, '$1');
}
