/** Answers that are written before a request comes, as SOAP faults: one for each media type that SOAP clients accept. */
import type { FaultCode } from '../soap/soap-failure.ts';
import { soapFault } from '../soap/soap-fault.ts';
import { MEDIA_TYPES } from '../soap/soap-message.ts';

export interface FaultTemplateFields {
  readonly code: FaultCode;
  readonly error: string;
  readonly description: string;
  /** Stands for the request's id, which is put in later and holds nothing that XML would have to escape. */
  readonly requestId: string;
}

/** By media type. */
export function faultTemplates({
  code,
  error,
  description,
  requestId,
}: FaultTemplateFields): Readonly<Record<string, string>> {
  const versions = ['1.1', '1.2'] as const;
  return Object.fromEntries(
    versions.map((version) => [
      MEDIA_TYPES[version],
      soapFault({ version, code, reason: description, detail: { error, requestId } }).body,
    ]),
  );
}
