/** Puts one question to DynamoDB within its budget, and turns every failure to answer into a fault of the port. */
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { askService } from '../runtime/ask-service.ts';
import { DYNAMODB_LIMITS } from './document-client.ts';

/**
 * @param operation what is asked of what, for instance `GetItem on Products`
 * @param send sends the command with the given signal, on which everything in flight is given up
 * @throws StoreUnavailableError at the latest when the budget is spent
 */
export async function ask<Answer>(
  operation: string,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await askService(DYNAMODB_LIMITS.budget, send);
  } catch (thrown) {
    throw new StoreUnavailableError(operation, { cause: thrown });
  }
}
