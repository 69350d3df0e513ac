/** What a WSDL file says of a service (WSDL 1.1): its ports, and the operations that each of them takes. */
import type { ProjectDocument } from './project-document.ts';

/** All that a project takes from a WSDL file. */
export interface WsdlDescription {
  /** The endpoint that all the ports share, as the file has it: whether it can be a target is judged later. */
  readonly address: string;
  /** In the order of the file; at least one. */
  readonly ports: readonly SoapPort[];
  /** The WSDL file and what it imports, as they are served. */
  readonly documents: readonly ProjectDocument[];
}

export interface SoapPort {
  /** Name of the service that the port belongs to. */
  readonly service: string;
  /** Name of the port. */
  readonly port: string;
  readonly version: SoapVersion;
  readonly operations: readonly SoapOperation[];
}

export type SoapVersion = '1.1' | '1.2';

export interface SoapOperation {
  readonly name: string;
  /** Value of the SOAPAction header, or of the parameter `action` (SOAP 1.2); empty when the binding names none. */
  readonly soapAction: string;
  /**
   * The Action of WS-Addressing that the WSDL file gives a request (`wsam:Action`), or else, where there is no `soapAction`,
   * the one that follows from its names; absent where it is the `soapAction`.
   */
  readonly addressedAction?: string;
  /** What stands in the body of a request; null for an operation whose request has an empty body. */
  readonly element: XmlName | null;
}

export interface XmlName {
  /** Empty for a name in no namespace. */
  readonly namespace: string;
  readonly name: string;
}
