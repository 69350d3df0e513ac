/** A mistake that is told in two lines: what went wrong, and what to do next. */
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';

export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** What to do next, in one line. */
  readonly next: string | undefined;

  constructor(message: string, next?: string, exitCode: ExitCode = EXIT_CODES.failure, options?: ErrorOptions) {
    super(message, options);
    this.next = next;
    this.exitCode = exitCode;
  }
}

export function usageError(message: string, next?: string): CliError {
  return new CliError(message, next, EXIT_CODES.usage);
}

/** Somebody who was asked said no, or pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}
