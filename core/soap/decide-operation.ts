/** Decides which operation of a project a SOAP message is for. */
import type { SoapOperation, SoapPort, XmlName } from '../catalog/soap-service.ts';
import { failure, type Result, success } from '../result.ts';
import { addressedActionsOf } from './addressed-actions.ts';
import type { SoapFailure } from './soap-failure.ts';
import type { SoapMessage } from './soap-message.ts';

/**
 * What stands in the body decides, since every client sends it, and every action that is named has to agree: a backend
 * may go by either, so a message whose body names one operation and whose action names another is refused.
 *
 * A message without an action, or with an empty one, is taken although WS-I Basic Profile 1.1 (R2744) asks for it, as
 * long as the body alone says which operation is meant: that is how a person with curl calls. An Action of WS-Addressing
 * is compared with those that are known of the operation; where none is, {@link productOpensOperation} looks at it again.
 */
export function decideOperation(message: SoapMessage, ports: readonly SoapPort[]): Result<SoapOperation, SoapFailure> {
  const offered = ports.filter(({ version }) => version === message.version);
  if (offered.length === 0) return failure({ reason: 'version_unsupported', version: message.version });
  const meant = offered
    .flatMap(({ operations }) => operations)
    .filter(({ element }) => isSameName(element, message.bodyElement));
  if (meant.length === 0) return failure({ reason: 'operation_unknown' });
  const [operation, ...others] = meant.filter((one) => agrees(message, one));
  if (operation === undefined) return failure({ reason: 'action_differs' });
  // The same operation may stand in several ports.
  if (others.some(({ name }) => name !== operation.name)) return failure({ reason: 'operation_ambiguous' });
  return success(operation);
}

function isSameName(one: XmlName | null, other: XmlName | null): boolean {
  if (one === null || other === null) return one === other;
  return one.namespace === other.namespace && one.name === other.name;
}

/**
 * By character, as URIs of this kind are compared. With WS-Addressing the SOAPAction may be the Action (SOAP Binding §5.2).
 */
function agrees({ action, addressedAction }: SoapMessage, operation: SoapOperation): boolean {
  const known = addressedActionsOf(operation);
  if (action !== undefined && !known.includes(action)) return false;
  return addressedAction === undefined || known.length === 0 || known.includes(addressedAction);
}
