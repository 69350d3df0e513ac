/** SOAP faults: what a SOAP client takes for an error (SOAP 1.1 §4.4, SOAP 1.2 Part 1 §5.4). */
import type { SoapVersion } from '../catalog/soap-service.ts';
import type { FaultCode } from './soap-failure.ts';
import { ENVELOPE_NAMESPACES, MEDIA_TYPES } from './soap-message.ts';

export interface SoapFaultFields {
  readonly version: SoapVersion;
  readonly code: FaultCode;
  /** For people, in English. */
  readonly reason: string;
  /** For programs: the same fields as in the JSON answers of other projects. */
  readonly detail?: SoapFaultDetail;
}

export interface SoapFaultDetail {
  /** For instance `invalid_token`: letters, digits and underscores. */
  readonly error: string;
  /** With which the call is found in the logs. */
  readonly requestId: string | undefined;
  /** The scopes that are needed, space-separated; empty when scopes are not the matter. */
  readonly scope?: string;
}

/** Namespace of what a fault says beyond the standard: `error`, `request_id`, `scope`. */
export const FAULT_NAMESPACE = 'urn:tollgate:fault';

const CODES = {
  '1.1': { client: 'Client', server: 'Server', 'version-mismatch': 'VersionMismatch' },
  '1.2': { client: 'Sender', server: 'Receiver', 'version-mismatch': 'VersionMismatch' },
} as const satisfies Readonly<Record<SoapVersion, Readonly<Record<FaultCode, string>>>>;

export function soapFault({ version, code, reason, detail }: SoapFaultFields): {
  readonly contentType: string;
  readonly body: string;
} {
  const value = `soap:${CODES[version][code]}`;
  const fault =
    version === '1.1'
      ? [
          element('faultcode', value),
          element('faultstring', escapeXml(reason)),
          ...(detail === undefined ? [] : [element('detail', detailEntries(detail))]),
        ]
      : [
          element('soap:Code', element('soap:Value', value) + subcode(detail)),
          element('soap:Reason', `<soap:Text xml:lang="en">${escapeXml(reason)}</soap:Text>`),
          ...(detail === undefined ? [] : [element('soap:Detail', detailEntries(detail))]),
        ];
  const namespaces = `xmlns:soap="${ENVELOPE_NAMESPACES[version]}" xmlns:t="${FAULT_NAMESPACE}"`;
  return {
    contentType: `${MEDIA_TYPES[version]}; charset=utf-8`,
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope ${namespaces}><soap:Body><soap:Fault>${fault.join('')}</soap:Fault></soap:Body></soap:Envelope>`,
  };
}

/** A subcode is a qualified name, so it must be one. */
function subcode(detail: SoapFaultDetail | undefined): string {
  if (detail === undefined || !/^[A-Za-z_]\w*$/.test(detail.error)) return '';
  return element('soap:Subcode', element('soap:Value', `t:${detail.error}`));
}

function detailEntries({ error, requestId, scope = '' }: SoapFaultDetail): string {
  return [
    element('t:error', escapeXml(error)),
    ...(requestId === undefined ? [] : [element('t:request_id', escapeXml(requestId))]),
    ...(scope === '' ? [] : [element('t:scope', escapeXml(scope))]),
  ].join('');
}

/** @param content escaped already */
function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 has no place for, not even escaped, become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}
