/** Connects each route of the contract with its use case, and what that returns with what is shown of it. */
import type { OperationId } from '#core/registry/contract.ts';
import type { ClientPorts } from '#core/registry/manage-clients.ts';
import type { ProductPorts } from '#core/registry/manage-products.ts';
import { clientOperations } from './registry-client-operations.ts';
import type { Operation } from './registry-operation.ts';
import { productOperations } from './registry-product-operations.ts';
import { type ReadingPorts, readingOperations } from './registry-reading-operations.ts';
import { type SigningKeyPorts, signingKeyOperations } from './registry-signing-key-operations.ts';
import { type SubscriptionOperationPorts, subscriptionOperations } from './registry-subscription-operations.ts';

export type RegistryPorts = ProductPorts & ClientPorts & SubscriptionOperationPorts & SigningKeyPorts & ReadingPorts;

export function registryOperations(ports: RegistryPorts): Readonly<Record<OperationId, Operation>> {
  return {
    ...productOperations(ports),
    ...clientOperations(ports),
    ...subscriptionOperations(ports),
    ...signingKeyOperations(ports),
    ...readingOperations(ports),
  };
}
