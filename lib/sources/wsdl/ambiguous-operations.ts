/** Finds operations of one SOAP version that a request could not be told apart by. */
import type { SoapPort } from '#core/catalog/soap-service.ts';
import { expandedName } from './names.ts';
import type { ReadOperation } from './operations.ts';
import type { Problems } from './problems.ts';

export interface PortOperations {
  readonly soapPort: Pick<SoapPort, 'version'>;
  readonly operations: readonly ReadOperation[];
}

/** The same operation in several ports is no problem: whichever of them was meant, the answer is the same. */
export function reportAmbiguousOperations(ports: readonly PortOperations[], problems: Problems): void {
  const names = new Map<string, string>();
  for (const { soapPort, operations } of ports) {
    for (const { operation, element } of operations) {
      const { name, soapAction } = operation;
      const body = operation.element === null ? 'an empty body' : `the element ${expandedName(operation.element)}`;
      const seen = `${body} and the SOAPAction "${soapAction}"`;
      const key = `${soapPort.version} ${seen}`;
      const other = names.get(key);
      if (other !== undefined && other !== name) {
        problems.at(element, `the operations "${other}" and "${name}" cannot be told apart: both have ${seen}.`);
      }
      names.set(key, other ?? name);
    }
  }
}
