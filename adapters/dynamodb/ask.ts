/** Puts one question to DynamoDB within its budget, and turns every failure to answer into a fault of the port. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { askService } from '../runtime/ask-service.ts';
import { budgetOf } from './document-client.ts';

/**
 * @param documents whose limits hold
 * @param operation what is asked of what, for instance `GetItem on Products`
 * @param send sends the command with the given signal, on which everything in flight is given up
 * @throws StoreUnavailableError at the latest when the budget is spent
 */
export async function ask<Answer>(
  documents: DynamoDBDocumentClient,
  operation: string,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await askService(budgetOf(documents), send);
  } catch (thrown) {
    throw new StoreUnavailableError(operation, { cause: thrown });
  }
}
