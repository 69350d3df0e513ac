/** Whether a product that may be narrowed to some operations of a WSDL project opens the one that a message is for. */
import type { SoapOperation } from '../catalog/soap-service.ts';
import { addressedActionsOf } from './addressed-actions.ts';
import type { SoapMessage } from './soap-message.ts';

/**
 * An operation is known by its name: where several services of a project have one of the same name, a product opens all
 * of them or none.
 *
 * `action_unverifiable`: the message holds an Action of WS-Addressing, which a backend may go by, and nothing is known of
 * the operation's that it could be compared with. Where every operation is open that does no harm; a narrowed product could be
 * left that way.
 *
 * @param soapOperations what the product is narrowed to; undefined for all of the project
 */
export function productOpensOperation(
  operation: SoapOperation,
  message: SoapMessage,
  soapOperations: readonly string[] | undefined,
): 'opened' | 'operation_not_in_product' | 'action_unverifiable' {
  if (soapOperations === undefined) return 'opened';
  if (!soapOperations.includes(operation.name)) return 'operation_not_in_product';
  const unverifiable = message.addressedAction !== undefined && addressedActionsOf(operation).length === 0;
  return unverifiable ? 'action_unverifiable' : 'opened';
}
