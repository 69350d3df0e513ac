/** The names that WSDL 1.1, its SOAP bindings and XML Schema use, and how an attribute refers to something by its name. */
import { Element } from '@xmldom/xmldom';
import type { SoapVersion, XmlName } from '#core/catalog/soap-service.ts';

export const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
export const XML_SCHEMA = 'http://www.w3.org/2001/XMLSchema';

/** Both versions of the addressing namespace; .NET writes the endpoint's address once more in them. */
export const WS_ADDRESSING: readonly string[] = [
  'http://www.w3.org/2005/08/addressing',
  'http://schemas.xmlsoap.org/ws/2004/08/addressing',
];

/** The namespace of the elements that bind to a version of SOAP. */
export const SOAP_BINDINGS = {
  '1.1': 'http://schemas.xmlsoap.org/wsdl/soap/',
  '1.2': 'http://schemas.xmlsoap.org/wsdl/soap12/',
} as const satisfies Record<SoapVersion, string>;

export const SOAP_VERSIONS: readonly SoapVersion[] = ['1.1', '1.2'];

/** The child elements of one name, in the order of the document. */
export function childrenNamed(parent: Element, namespace: string, name: string): readonly Element[] {
  return childElements(parent).filter((child) => child.namespaceURI === namespace && child.localName === name);
}

export function childNamed(parent: Element, namespace: string, name: string): Element | undefined {
  return childrenNamed(parent, namespace, name)[0];
}

export function childElements(parent: Element): readonly Element[] {
  return [...parent.childNodes].filter((child) => child instanceof Element);
}

/** The value without the space around it, which XML Schema removes from names and URIs; undefined when it is absent. */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? '').trim() : undefined;
}

/** Splits at space, as XML Schema's list types do. */
export function listOf(value: string): readonly string[] {
  return value.split(/\s+/).filter((item) => item !== '');
}

/**
 * What an attribute's value such as `tns:Weather` stands for at this element. Without a prefix it is in the default
 * namespace (XML Schema, QName). Undefined when it is no such name or its prefix is not declared.
 */
export function qualifiedName(element: Element, value: string): XmlName | undefined {
  const match = /^(?:([^:\s]+):)?([^:\s]+)$/.exec(value);
  if (match === null) return undefined;
  const [, prefix = '', name = ''] = match;
  const namespace = element.lookupNamespaceURI(prefix);
  if (namespace === null && prefix !== '') return undefined;
  return { namespace: namespace ?? '', name };
}

/** One text for one name, as a key and for messages: `{urn:weather}Forecast`. */
export function expandedName({ namespace, name }: XmlName): string {
  return `{${namespace}}${name}`;
}
