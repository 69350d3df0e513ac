/** Makes the documents that the proxy serves: the files as they are, with its own URL in place of every address and import. */
import { type Element, type Node, XMLSerializer } from '@xmldom/xmldom';
import { PROXY_URL, type ProjectDocument } from '#core/catalog/project-document.ts';
import type { SourceFile } from './load-files.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  SOAP_BINDINGS,
  SOAP_VERSIONS,
  WS_ADDRESSING,
  WSDL,
} from './names.ts';

/**
 * The given files are changed on the way.
 *
 * @param files the WSDL file itself first
 * @param served the ports to keep; a service that has none of them goes with its ports
 */
export function servedDocuments(
  files: readonly SourceFile[],
  served: ReadonlySet<Element>,
): readonly ProjectDocument[] {
  const queries = queriesOf(files);
  for (const { root, imports } of files) {
    for (const [{ element, attribute }, target] of imports) {
      element.setAttribute(attribute, `${PROXY_URL}?${queries.get(target)}`);
    }
    for (const service of childrenNamed(root, WSDL, 'service')) servePorts(service, served);
  }
  return files.map((file) => ({
    path: '/',
    query: queries.get(file) ?? '',
    contentType: 'text/xml; charset=utf-8',
    text: serialize(file.root),
  }));
}

/** `wsdl` for the first file; the others are numbered by kind. */
function queriesOf(files: readonly SourceFile[]): ReadonlyMap<SourceFile, string> {
  const [main, ...others] = files;
  const queries = new Map<SourceFile, string>();
  if (main !== undefined) queries.set(main, 'wsdl');
  for (const kind of ['wsdl', 'xsd'] as const) {
    const ofKind = others.filter((file) => file.kind === kind);
    for (const [index, file] of ofKind.entries()) queries.set(file, `${kind}=${index + 1}`);
  }
  return queries;
}

function servePorts(service: Element, served: ReadonlySet<Element>): void {
  const ports = childrenNamed(service, WSDL, 'port');
  for (const port of ports) {
    if (served.has(port)) setAddress(port);
    else remove(port);
  }
  if (!ports.some((port) => served.has(port))) remove(service);
}

function setAddress(port: Element): void {
  for (const version of SOAP_VERSIONS) {
    childNamed(port, SOAP_BINDINGS[version], 'address')?.setAttribute('location', PROXY_URL);
  }
  for (const reference of childElements(port)) {
    if (!WS_ADDRESSING.includes(reference.namespaceURI ?? '')) continue;
    for (const address of childrenNamed(reference, reference.namespaceURI ?? '', 'Address')) {
      address.textContent = PROXY_URL;
    }
  }
}

/** Takes the line break and the indentation before the element along. */
function remove(element: Element): void {
  const before = element.previousSibling;
  if (before !== null && isBlankText(before)) before.parentNode?.removeChild(before);
  element.parentNode?.removeChild(element);
}

function isBlankText(node: Node): boolean {
  return node.nodeType === node.TEXT_NODE && (node.nodeValue ?? '').trim() === '';
}

/** The XML declaration is written anew, since it may name the encoding of the file. */
function serialize(root: Element): string {
  const document = root.ownerDocument;
  if (document === null) throw new Error('An element has no document.');
  const declaration = document.firstChild;
  if (declaration?.nodeName === 'xml' && declaration.nodeType === declaration.PROCESSING_INSTRUCTION_NODE) {
    document.removeChild(declaration);
  }
  const text = new XMLSerializer().serializeToString(document, { requireWellFormed: true });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.trim()}\n`;
}
