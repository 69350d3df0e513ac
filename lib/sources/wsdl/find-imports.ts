/** The elements of a WSDL file or an XML Schema that bring in another file. */
import type { Element } from '@xmldom/xmldom';
import { attributeOf, childElements, childNamed, childrenNamed, WSDL, XML_SCHEMA } from './names.ts';

export interface Import {
  readonly element: Element;
  /** The attribute that holds the location. */
  readonly attribute: 'location' | 'schemaLocation';
  readonly location: string;
}

/** Imports without a location name a namespace alone, and are left out. */
export function findImports(root: Element): readonly Import[] {
  if (root.namespaceURI === XML_SCHEMA) return schemaImports(root);
  const types = childNamed(root, WSDL, 'types');
  const schemas = types === undefined ? [] : childrenNamed(types, XML_SCHEMA, 'schema');
  return [
    ...childrenNamed(root, WSDL, 'import').flatMap((element) => located(element, 'location')),
    ...schemas.flatMap(schemaImports),
  ];
}

function schemaImports(schema: Element): readonly Import[] {
  return childElements(schema)
    .filter(({ namespaceURI, localName }) => namespaceURI === XML_SCHEMA && isImport(localName))
    .flatMap((element) => located(element, 'schemaLocation'));
}

function isImport(name: string | null): boolean {
  return name === 'import' || name === 'include' || name === 'redefine' || name === 'override';
}

function located(element: Element, attribute: Import['attribute']): readonly Import[] {
  const location = attributeOf(element, attribute) ?? '';
  return location === '' ? [] : [{ element, attribute, location }];
}
