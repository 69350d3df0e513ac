/** Puts one question to an AWS service within a budget of time, and tells nothing of an answer that cannot be read. */
import { Fault } from '#core/fault.ts';
import { within } from './within.ts';

/**
 * @param budget milliseconds for all attempts, the waits between them and the reading of the answer, whatever a service
 * asks for in Retry-After
 * @param send sends the command with the given signal, on which everything in flight is given up
 * @throws a `TimeoutError` when the budget is spent, or what the SDK throws before
 */
export async function askService<Answer>(
  budget: number,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  try {
    // In an object, since an answer may be anything.
    const answering = send({ abortSignal: controller.signal }).then((answer) => ({ answer }));
    const outcome = await within(budget, answering);
    if (outcome !== 'late') return outcome.answer;
  } catch (thrown) {
    throw withoutContent(thrown);
  }
  controller.abort();
  throw fault('TimeoutError', `There was no answer within ${budget} ms.`);
}

/** V8 quotes what it could not parse, which here is a piece of an item or of a key. */
function withoutContent(thrown: unknown): unknown {
  const isSyntaxError = thrown instanceof Error && thrown.name === 'SyntaxError';
  return isSyntaxError ? fault('SyntaxError', 'The answer was not valid JSON.') : thrown;
}

function fault(name: string, message: string): Fault {
  return Object.assign(new Fault(message), { name });
}
