/** The Action of WS-Addressing that a request of an operation has (WS-Addressing 1.0, Metadata §4.4). */
import type { Element } from '@xmldom/xmldom';
import { attributeOf, childNamed, WSDL } from './names.ts';

/** Namespaces of the attribute `Action`: the Recommendation, the draft before it, and the submission before that. */
const NAMESPACES = [
  'http://www.w3.org/2007/05/addressing/metadata',
  'http://www.w3.org/2006/05/addressing/wsdl',
  'http://schemas.xmlsoap.org/ws/2004/08/addressing',
];

/** The one that the file gives it (§4.4.1). */
export function explicitAction(input: Element): string | undefined {
  const given = NAMESPACES.find((namespace) => input.hasAttributeNS(namespace, 'Action'));
  return given === undefined ? undefined : (input.getAttributeNS(given, 'Action') ?? '').trim();
}

/**
 * The one that it has where neither the file nor a SOAPAction gives one (§4.4.4):
 * `[target namespace][delimiter][port type name][delimiter][input name]`. The delimiter is a colon where the namespace is a
 * URN, else a slash, which a namespace may have at its end already. Without a name the input is called as the operation is,
 * with `Request` behind it where the operation has an output (WSDL 1.1 §2.4.5).
 *
 * @param input of an operation of a port type
 */
export function defaultAction(input: Element): string | undefined {
  const operation = parentOf(input);
  const portType = operation && parentOf(operation);
  const definitions = portType && parentOf(portType);
  if (operation === undefined || portType === undefined || definitions === undefined) return undefined;
  const namespace = attributeOf(definitions, 'targetNamespace') ?? '';
  const delimiter = /^urn:/i.test(namespace) ? ':' : '/';
  const name = attributeOf(operation, 'name') ?? '';
  const inputName =
    attributeOf(input, 'name') ?? (childNamed(operation, WSDL, 'output') === undefined ? name : `${name}Request`);
  const start = delimiter === '/' && namespace.endsWith('/') ? namespace : `${namespace}${delimiter}`;
  return [`${start}${attributeOf(portType, 'name') ?? ''}`, inputName].join(delimiter);
}

function parentOf(element: Element): Element | undefined {
  return element.parentElement ?? undefined;
}
