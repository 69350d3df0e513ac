/** One thing that applying a file does: what it is, for people, and how it is done. */
import { checkCall } from '#adapters/http/check-call.ts';
import type { AnyRegistryCall, RegistryCall } from '#adapters/http/registry-call.ts';
import type { OperationId } from '#core/registry/contract.ts';
import { usageError } from '../cli-error.ts';
import type { FieldChange } from './differences.ts';

export interface Step {
  readonly kind: 'product' | 'client' | 'subscription';
  /** For instance `starter`, or `acme → starter`. */
  readonly name: string;
  readonly action: 'create' | 'change';
  readonly changes: readonly FieldChange[];
  carryOut(): Promise<NewCredentials | undefined>;
}

/** Of a subscription that was made. */
export interface NewCredentials {
  readonly clientId: string;
  readonly productId: string;
  readonly consumerKey: string;
  readonly consumerSecret: string | undefined;
}

/** The call, if it is one that the contract allows. @throws CliError that names the entry and the field */
export function checked<Operation extends OperationId>(
  operation: Operation,
  name: string,
  call: AnyRegistryCall,
): RegistryCall<Operation> {
  const result = checkCall(operation, call);
  if (result.ok) return result.value;
  const problems = result.failure.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw usageError(`${name}: ${problems}.`, 'Correct the file and try again; nothing was changed.');
}
