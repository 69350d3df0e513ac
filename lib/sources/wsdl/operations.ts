/** Reads the operations of a SOAP binding: what each is called by, and what a request of it holds. */
import type { Element } from '@xmldom/xmldom';
import type { SoapOperation } from '#core/catalog/soap-service.ts';
import { defaultAction, explicitAction } from './addressed-action.ts';
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
  soapBinding: SoapBinding,
  components: Components,
  problems: Problems,
): readonly ReadOperation[] {
  const subject = `the binding "${attributeOf(binding, 'name')}"`;
  const portType = components.require('portType', binding, 'type', subject);
  if (portType === undefined) return [];
  const type = attributeOf(portType, 'name');
  const described = operationsByName(portType, `the port type "${type}"`, problems);
  const bound = operationsByName(binding, subject, problems);

  const read: ReadOperation[] = [];
  for (const [name, element] of bound) {
    const operation = described.get(name);
    if (operation === undefined) {
      problems.at(element, `${subject} has an operation "${name}", which its port type "${type}" lacks.`);
      continue;
    }
    const input = childNamed(operation, WSDL, 'input');
    if (input !== undefined) {
      read.push({ operation: readOperation(name, input, element, soapBinding, components, problems), element });
    }
  }
  if (read.length === 0 && [...bound.keys()].every((name) => described.has(name))) {
    problems.at(binding, `${subject} has no operation that takes a request.`);
  }
  return read;
}

/**
 * @param input the input of the port type's operation
 * @param bound the binding's operation
 */
function readOperation(
  name: string,
  input: Element,
  bound: Element,
  { version, element: soapBinding }: SoapBinding,
  components: Components,
  problems: Problems,
): SoapOperation {
  const soap = childNamed(bound, SOAP_BINDINGS[version], 'operation');
  const style = (soap && attributeOf(soap, 'style')) ?? attributeOf(soapBinding, 'style') ?? 'document';
  const request = { name, style, version, input, binding: childNamed(bound, WSDL, 'input') };
  const soapAction = (soap && attributeOf(soap, 'soapAction')) ?? '';
  const addressedAction = explicitAction(input) ?? (soapAction === '' ? defaultAction(input) : undefined);
  return {
    name,
    soapAction,
    ...(addressedAction === undefined || addressedAction === soapAction ? {} : { addressedAction }),
    element: bodyElement(request, components, problems),
  };
}

/** Overloaded operations differ in their messages alone: a product could not name one of them. */
function operationsByName(parent: Element, subject: string, problems: Problems): ReadonlyMap<string, Element> {
  const operations = new Map<string, Element>();
  for (const element of childrenNamed(parent, WSDL, 'operation')) {
    const name = attributeOf(element, 'name') ?? '';
    if (name === '') problems.at(element, `${subject} has an operation without a name.`);
    if (operations.has(name)) {
      problems.at(element, `${subject} has two operations "${name}"; overloaded operations are not supported.`);
    } else {
      operations.set(name, element);
    }
  }
  return operations;
}
