/** Collects what is wrong in a set of files, each with its place: `weather.wsdl:14: …`. */
import type { Document, Element } from '@xmldom/xmldom';

export interface Problems {
  /** In the order found, each once. */
  readonly messages: ReadonlySet<string>;
  /** Says how a document's file is called in the messages. */
  nameDocument(document: Document, file: string): void;
  /** A problem of a whole file, or of a line of it (counted from 1). */
  inFile(file: string, message: string, line?: number): void;
  /** A problem at an element of a named document. */
  at(element: Element, message: string): void;
}

export function collectProblems(): Problems {
  const messages = new Set<string>();
  const names = new Map<Document | null, string>();

  function inFile(file: string, message: string, line?: number): void {
    messages.add(`${file}${line === undefined ? '' : `:${line}`}: ${message}`);
  }

  return {
    messages,
    nameDocument: (document, file) => void names.set(document, file),
    inFile,
    at: (element, message) => inFile(names.get(element.ownerDocument) ?? '', message, element.lineNumber),
  };
}
