/** Why a SOAP message is refused, and the one place where that becomes an answer. */
import type { SoapVersion } from '../catalog/soap-service.ts';

export type SoapFailure =
  | { readonly reason: 'not_post' }
  | { readonly reason: 'content_type_unsupported' }
  | { readonly reason: 'encoding_unsupported' }
  | { readonly reason: 'attachments_unsupported'; readonly detail: string }
  /** `detail` is for the caller, and may hold a little of what it sent. */
  | { readonly reason: 'envelope_malformed'; readonly detail: string }
  | { readonly reason: 'envelope_too_deep'; readonly limit: number }
  | { readonly reason: 'doctype' }
  | { readonly reason: 'several_body_elements' }
  | { readonly reason: 'several_actions' }
  /** The envelope is of another version than the content type says, or of none. */
  | { readonly reason: 'version_differs' }
  | { readonly reason: 'version_unsupported'; readonly version: SoapVersion }
  | { readonly reason: 'operation_unknown' }
  | { readonly reason: 'operation_ambiguous' }
  | { readonly reason: 'action_differs' }
  | { readonly reason: 'action_unverifiable' };

/** Whose fault it is: `client` is `Client` of SOAP 1.1 and `Sender` of 1.2, `server` is `Server` and `Receiver`. */
export type FaultCode = 'client' | 'server' | 'version-mismatch';

export interface SoapErrorAnswer {
  readonly status: 400 | 405 | 415 | 500;
  readonly code: FaultCode;
  readonly error: 'method_not_allowed' | 'unsupported_media_type' | 'invalid_message';
  readonly description: string;
}

/**
 * What is refused before it is a message keeps the status that HTTP has for it. What is wrong in a message is 500 in
 * SOAP 1.1, whoever is to blame (§6.2: it MUST be), and in SOAP 1.2 400 for the sender's faults and 500 for the others
 * (Part 2 §7.5.2.2): stacks read a fault from the answer only where it has the status of their version.
 *
 * @param version of the fault
 */
export function answerSoapFailure(failure: SoapFailure, version: SoapVersion): SoapErrorAnswer {
  const wrong = (description: string): SoapErrorAnswer => ({
    status: version === '1.1' ? 500 : 400,
    code: 'client',
    error: 'invalid_message',
    description,
  });
  switch (failure.reason) {
    case 'not_post':
      return {
        status: 405,
        code: 'client',
        error: 'method_not_allowed',
        description: 'A SOAP message is sent with POST.',
      };
    case 'content_type_unsupported':
      return unsupported('A SOAP message has the content type text/xml (SOAP 1.1) or application/soap+xml (SOAP 1.2).');
    case 'encoding_unsupported':
      return unsupported(
        'The message must be in UTF-8, UTF-16 or ISO-8859-1, the same by content type, byte order mark and XML declaration, and not be compressed.',
      );
    case 'attachments_unsupported':
      return unsupported(`The multipart message cannot be read: ${failure.detail}.`);
    case 'envelope_malformed':
      return wrong(`The SOAP envelope is malformed: ${failure.detail}.`);
    case 'envelope_too_deep':
      return wrong(`The SOAP envelope has elements more than ${failure.limit} deep.`);
    case 'doctype':
      return wrong('A SOAP message must not hold a document type declaration.');
    case 'several_body_elements':
      return wrong('The SOAP body must hold one element; multi-reference values beside it are not supported.');
    case 'several_actions':
      return wrong('The message names more than one action.');
    case 'operation_unknown':
      return wrong('What stands in the SOAP body is no operation of this service.');
    case 'operation_ambiguous':
      return wrong('Several operations take this SOAP body: the SOAPAction must say which one is meant.');
    case 'action_differs':
      return wrong('The action of the message is not the one of the operation in its SOAP body.');
    case 'action_unverifiable':
      return wrong('The operation has no action of its own: leave the Action of WS-Addressing out of the message.');
    case 'version_differs':
      return mismatch('The envelope is not of the SOAP version that the content type says.');
    case 'version_unsupported':
      return mismatch(`This service does not take SOAP ${failure.version}.`);
  }
}

function unsupported(description: string): SoapErrorAnswer {
  return { status: 415, code: 'client', error: 'unsupported_media_type', description };
}

function mismatch(description: string): SoapErrorAnswer {
  return { status: 500, code: 'version-mismatch', error: 'invalid_message', description };
}
