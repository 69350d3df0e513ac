/** Finds the bindings, port types and messages that WSDL files refer to by name, in whichever file they are defined. */
import type { Element } from '@xmldom/xmldom';
import type { XmlName } from '#core/catalog/soap-service.ts';
import type { SourceFile } from './load-files.ts';
import { attributeOf, childrenNamed, expandedName, qualifiedName, WSDL } from './names.ts';
import type { Problems } from './problems.ts';

export interface Components {
  /** What an attribute refers to; undefined when there is no such thing. */
  find(kind: ComponentKind, element: Element, attribute: string): Element | undefined;
  /** The same, but the problem is told of: `subject` is the one who refers, for instance `the port "WeatherSoap"`. */
  require(kind: ComponentKind, element: Element, attribute: string, subject: string): Element | undefined;
}

export type ComponentKind = 'binding' | 'portType' | 'message';

const KINDS = { binding: 'binding', portType: 'port type', message: 'message' } as const satisfies Record<
  ComponentKind,
  string
>;

export function indexComponents(files: readonly SourceFile[], problems: Problems): Components {
  const defined: Readonly<Record<ComponentKind, Map<string, Element>>> = {
    binding: new Map(),
    portType: new Map(),
    message: new Map(),
  };
  for (const { root } of files.filter(({ kind }) => kind === 'wsdl')) {
    const namespace = attributeOf(root, 'targetNamespace') ?? '';
    for (const kind of ['binding', 'portType', 'message'] as const) {
      for (const element of childrenNamed(root, WSDL, kind)) {
        const name = attributeOf(element, 'name') ?? '';
        const key = expandedName({ namespace, name });
        if (defined[kind].has(key)) problems.at(element, `the ${KINDS[kind]} "${name}" is defined twice.`);
        else defined[kind].set(key, element);
      }
    }
  }

  function find(kind: ComponentKind, element: Element, attribute: string): Element | undefined {
    const name = qualifiedName(element, attributeOf(element, attribute) ?? '');
    return name === undefined ? undefined : defined[kind].get(expandedName(name));
  }

  return {
    find,
    require(kind, element, attribute, subject) {
      const value = attributeOf(element, attribute);
      const found = find(kind, element, attribute);
      if (value === undefined) {
        problems.at(element, `${subject} names no ${KINDS[kind]}.`);
      } else if (found === undefined) {
        const named = `${subject} names the ${KINDS[kind]} "${value}"`;
        problems.at(element, `${named}, ${whyUnknown(qualifiedName(element, value))}`);
      }
      return found;
    },
  };
}

/** Why a name of this form leads nowhere. */
export function whyUnknown(name: XmlName | undefined): string {
  return name === undefined ? 'which is no name with a declared prefix.' : 'which no document defines.';
}
