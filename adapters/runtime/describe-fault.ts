/** What may be said of a thrown thing: the sentence of a fault of ours; of any other, facts that can be no text of a request. */
import { isNativeError } from 'node:util/types';
import { Fault } from '#core/fault.ts';

export interface FaultDescription {
  /** The class, for instance `TimeoutError`. */
  readonly fault: string;
  readonly faultMessage?: string;
}

/** Causes that are told, behind one another. */
const DEEPEST = 3;

export function describeFault(thrown: unknown): FaultDescription {
  const faultMessage = tell(thrown, DEEPEST);
  return { fault: classOf(thrown), ...(faultMessage !== '' && { faultMessage }) };
}

/**
 * The same as an error, for Lambda, which writes into the log whatever a function throws: its message, its stack, its
 * properties and all its causes.
 */
export function plainFault(thrown: unknown): Fault {
  const { fault: name, faultMessage = 'It has no message that could be told.' } = describeFault(thrown);
  return Object.assign(new Fault(faultMessage), { name });
}

/** A handler that throws plain faults alone. */
export function failPlainly<Parameters extends readonly unknown[], Answer>(
  handle: (...parameters: Parameters) => Promise<Answer>,
): (...parameters: Parameters) => Promise<Answer> {
  return async (...parameters) => {
    try {
      return await handle(...parameters);
    } catch (thrown) {
      throw plainFault(thrown);
    }
  };
}

function tell(thrown: unknown, depth: number): string {
  if (!isNativeError(thrown)) return '';
  const own = thrown instanceof Fault ? [thrown.message] : factsOf(thrown);
  const { cause } = thrown;
  const why = cause === undefined || depth === 0 ? '' : tell(cause, depth - 1);
  const caused = cause === undefined || depth === 0 ? [] : [`(${[classOf(cause), why].filter(Boolean).join(': ')})`];
  return [own.join(', '), ...caused].filter(Boolean).join(' ').slice(0, 500);
}

/** The name of an error may come with an answer, too: what looks like no class is not repeated. */
function classOf(thrown: unknown): string {
  if (!isNativeError(thrown)) return typeof thrown;
  return matching(thrown.name, /^[A-Z][A-Za-z]{1,60}$/)[0] ?? 'Error';
}

/** Each has a form that no token, secret, hash or word of a caller has. */
function factsOf(error: Error): readonly string[] {
  const { code, $metadata } = recordOf(error);
  const { httpStatusCode, requestId } = recordOf($metadata);
  return [
    ...matching(code, /^[A-Z][A-Z_]{2,50}$/),
    ...matching(httpStatusCode, /^[1-5]\d\d$/).map((status) => `HTTP ${status}`),
    // DynamoDB's, and those of the other services.
    ...matching(requestId, /^([0-9A-Z]{52}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/).map((id) => `request ${id}`),
    ...placeOf(error),
  ];
}

/** Where in the bundle it was thrown; of a stack, which begins with the message, nothing but two numbers is repeated. */
function placeOf({ stack }: Error): readonly string[] {
  const [, line, column] = /\/index\.mjs:(\d{1,6}):(\d{1,7})\)?$/m.exec(String(stack)) ?? [];
  return line === undefined ? [] : [`at index.mjs:${line}:${column}`];
}

function matching(value: unknown, pattern: RegExp): readonly string[] {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && pattern.test(text) ? [text] : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
