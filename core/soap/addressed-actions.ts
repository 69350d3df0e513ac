/** The Actions of WS-Addressing that a message for an operation may have. */
import type { SoapOperation } from '../catalog/soap-service.ts';

/**
 * The one that the WSDL file gives it, and the binding's own, which is used where there is no other (WS-Addressing 1.0,
 * Metadata §4.4). Empty when neither is known: the Action then follows from names that are not known here.
 */
export function addressedActionsOf({ soapAction, addressedAction }: SoapOperation): readonly string[] {
  return [...(soapAction === '' ? [] : [soapAction]), ...(addressedAction === undefined ? [] : [addressedAction])];
}
