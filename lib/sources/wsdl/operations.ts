/** Reads the operations of a SOAP binding: what each is called by, and what a request of it holds. */
import type { Element } from '@xmldom/xmldom';
import type { SoapOperation } from '#core/catalog/soap-service.ts';
import { bodyElement } from './body-element.ts';
import type { Components } from './components.ts';
import { attributeOf, childNamed, childrenNamed, SOAP_BINDINGS, WSDL } from './names.ts';
import type { SoapBinding } from './ports.ts';
import type { Problems } from './problems.ts';

export interface ReadOperation {
  readonly operation: SoapOperation;
  /** Where the binding speaks of it. */
  readonly element: Element;
}

/** Operations that only the service starts (notifications) are left out: nobody sends a request of them. */
export function readOperations(
  binding: Element,
  { version, element: soapBinding }: SoapBinding,
  components: Components,
  problems: Problems,
): readonly ReadOperation[] {
  const name = attributeOf(binding, 'name') ?? '';
  const portType = components.require('portType', binding, 'type', `the binding "${name}"`);
  if (portType === undefined) return [];
  reportOverloads(portType, `the port type "${attributeOf(portType, 'name')}"`, problems);
  reportOverloads(binding, `the binding "${name}"`, problems);
  const abstract = childrenNamed(portType, WSDL, 'operation');

  return childrenNamed(binding, WSDL, 'operation').flatMap((element) => {
    const operation = attributeOf(element, 'name') ?? '';
    const described = abstract.find((one) => attributeOf(one, 'name') === operation);
    if (described === undefined) {
      const type = attributeOf(portType, 'name');
      problems.at(
        element,
        `the binding "${name}" has an operation "${operation}", which its port type "${type}" lacks.`,
      );
      return [];
    }
    const input = childNamed(described, WSDL, 'input');
    if (input === undefined) return [];
    const soap = childNamed(element, SOAP_BINDINGS[version], 'operation');
    const style = (soap && attributeOf(soap, 'style')) ?? attributeOf(soapBinding, 'style') ?? 'document';
    const soapAction = (soap && attributeOf(soap, 'soapAction')) ?? '';
    const request = { name: operation, style, version, input, binding: childNamed(element, WSDL, 'input') };
    return [
      { operation: { name: operation, soapAction, element: bodyElement(request, components, problems) }, element },
    ];
  });
}

/** Requests of overloaded operations differ in their messages alone, and a product could not name one of them. */
function reportOverloads(parent: Element, subject: string, problems: Problems): void {
  const names = new Set<string | undefined>();
  for (const element of childrenNamed(parent, WSDL, 'operation')) {
    const name = attributeOf(element, 'name');
    if (name === undefined) problems.at(element, `${subject} has an operation without a name.`);
    if (names.has(name)) {
      problems.at(element, `${subject} has two operations "${name}"; overloaded operations are not supported.`);
    }
    names.add(name);
  }
}
