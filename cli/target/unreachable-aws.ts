/** Tells a connection to AWS that fails from an answer of AWS. */
import { CliError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';

const CODES = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/** Undefined when it is something else. @param error what the SDK throws after its own retries */
export function unreachableAws(error: unknown, region: string): CliError | undefined {
  if (!(error instanceof Error)) return undefined;
  // An error that the SDK has wrapped has a message alone; where several addresses were tried, there is none.
  const code = CODES.find((one) => error.message.includes(one) || ('code' in error && error.code === one));
  if (code === undefined && error.name !== 'TimeoutError') return undefined;
  const why = error.message === '' ? code : error.message.replace(/\.$/, '');
  return new CliError(
    `AWS cannot be reached in ${region}: ${why}.`,
    'Is the region right, and the network there?',
    EXIT_CODES.retryable,
    { cause: error },
  );
}
