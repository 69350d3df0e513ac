/** Finds what stands in the SOAP body of an operation's request (WSDL 1.1 §3.5). */
import type { Element } from '@xmldom/xmldom';
import type { SoapVersion, XmlName } from '#core/catalog/soap-service.ts';
import type { Components } from './components.ts';
import { attributeOf, childrenNamed, listOf, qualifiedName, SOAP_BINDINGS, WSDL } from './names.ts';
import type { Problems } from './problems.ts';

export interface RequestDescription {
  /** The operation's name. */
  readonly name: string;
  /** `rpc` or `document`. */
  readonly style: string;
  readonly version: SoapVersion;
  /** The input of the port type's operation. */
  readonly input: Element;
  /** The input of the binding's operation. */
  readonly binding: Element | undefined;
}

/**
 * Style `rpc`: an element called as the operation is, whether its content is literal or encoded. Style `document`: the
 * element that the one part of the body names; null when the body has no part.
 */
export function bodyElement(request: RequestDescription, components: Components, problems: Problems): XmlName | null {
  const { name, style, input } = request;
  const message = components.require('message', input, 'message', `the input of the operation "${name}"`);
  if (message === undefined) return null;
  // Inside mime:multipartRelated the body is deeper than elsewhere.
  const body = request.binding?.getElementsByTagNameNS(SOAP_BINDINGS[request.version], 'body')[0];
  const parts = bodyParts(request, message, body, problems);
  if (style === 'rpc') return { namespace: (body && attributeOf(body, 'namespace')) ?? '', name };

  const [part] = parts;
  if (part === undefined) return null;
  const subject = `the operation "${name}" has the style document`;
  if (parts.length > 1) {
    const names = parts.map((one) => `"${attributeOf(one, 'name')}"`).join(', ');
    problems.at(message, `${subject}, but its body has several parts: ${names}; it may have one.`);
    return null;
  }
  const partName = attributeOf(part, 'name');
  const element = attributeOf(part, 'element');
  if (element === undefined) {
    problems.at(part, `${subject}, but the part "${partName}" of its body names no element.`);
    return null;
  }
  const found = qualifiedName(part, element);
  if (found === undefined) {
    problems.at(
      part,
      `the part "${partName}" names the element "${element}", which is no name with a declared prefix.`,
    );
  }
  return found ?? null;
}

/** The parts that `soap:body` lists, or else all that no header and no attachment takes. */
function bodyParts(
  { name, binding }: RequestDescription,
  message: Element,
  body: Element | undefined,
  problems: Problems,
): readonly Element[] {
  const parts = childrenNamed(message, WSDL, 'part');
  const listed = body && attributeOf(body, 'parts');
  if (body === undefined || listed === undefined) {
    const taken = binding === undefined ? [] : partsElsewhere(binding, message);
    return parts.filter((part) => !taken.includes(attributeOf(part, 'name') ?? ''));
  }
  return listOf(listed).flatMap((wanted) => {
    const part = parts.find((one) => attributeOf(one, 'name') === wanted);
    if (part === undefined) {
      const of = `the message "${attributeOf(message, 'name')}"`;
      problems.at(body, `the body of the operation "${name}" names the part "${wanted}", which ${of} does not have.`);
    }
    return part === undefined ? [] : [part];
  });
}

/** `soap:header` names its message as well as its part, `mime:content` the part alone. */
function partsElsewhere(binding: Element, message: Element): readonly string[] {
  return [...binding.getElementsByTagName('*')].flatMap((element) => {
    const part = attributeOf(element, 'part');
    const of = attributeOf(element, 'message');
    const isOfMessage = of === undefined || qualifiedName(element, of)?.name === attributeOf(message, 'name');
    return part !== undefined && isOfMessage ? [part] : [];
  });
}
