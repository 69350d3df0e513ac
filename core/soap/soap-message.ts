/** A SOAP request as far as the gateway reads it: its version, the actions that it names, and what stands in its body. */
import type { SoapVersion, XmlName } from '../catalog/soap-service.ts';

export interface SoapMessage {
  readonly version: SoapVersion;
  /** What the SOAPAction header, or the parameter `action` of the content type, says; undefined when that is nothing, or empty. */
  readonly action: string | undefined;
  /** The Action of WS-Addressing, which stands in the envelope's header. */
  readonly addressedAction: string | undefined;
  /** The one element in the body; null for an empty body. */
  readonly bodyElement: XmlName | null;
}

/** Namespace of the envelope, by which a receiver tells the versions apart (SOAP 1.1 §4.1.2, SOAP 1.2 §5.4.7). */
export const ENVELOPE_NAMESPACES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const satisfies Readonly<Record<SoapVersion, string>>;

/** Media type of a message (SOAP 1.1 §6, SOAP 1.2 Part 2 §7.1.4). */
export const MEDIA_TYPES = {
  '1.1': 'text/xml',
  '1.2': 'application/soap+xml',
} as const satisfies Readonly<Record<SoapVersion, string>>;

/** Of a media type in lower case. */
export function versionOfMediaType(type: string): SoapVersion | undefined {
  if (type === MEDIA_TYPES['1.1']) return '1.1';
  return type === MEDIA_TYPES['1.2'] ? '1.2' : undefined;
}
