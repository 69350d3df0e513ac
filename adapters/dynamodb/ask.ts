/** Puts one question to DynamoDB within its budget, and turns every failure to answer into a fault of the port. */
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
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
  const { budget } = DYNAMODB_LIMITS;
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(fault('TimeoutError', `There was no answer within ${budget} ms.`));
      controller.abort();
    }, budget);
  });
  try {
    return await Promise.race([send({ abortSignal: controller.signal }), deadline]);
  } catch (thrown) {
    throw new StoreUnavailableError(operation, { cause: withoutContent(thrown) });
  } finally {
    clearTimeout(timer);
  }
}

/** V8 quotes what it could not parse, which here is a piece of an item. */
function withoutContent(thrown: unknown): unknown {
  const isSyntaxError = thrown instanceof Error && thrown.name === 'SyntaxError';
  return isSyntaxError ? fault('SyntaxError', 'The answer was not valid JSON.') : thrown;
}

function fault(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
