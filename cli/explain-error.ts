/** Turns whatever a command failed with into one line of what went wrong, one of what to do next, and an exit code. */
import { RegistryCallError, type RegistryCallFailure } from '#adapters/http/registry-call-error.ts';
import { CliError, InterruptedError } from './cli-error.ts';
import { NOUNS } from './command/nouns.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { missingAwsProfile } from './target/missing-aws-profile.ts';

export interface Explanation {
  readonly what: string;
  readonly next: string | undefined;
  readonly exitCode: ExitCode;
}

export interface Circumstances {
  /** Those that were given, each with a space before it, for commands that are proposed. */
  readonly targetFlags: string;
  readonly env: NodeJS.ProcessEnv;
}

export function explainError(error: unknown, circumstances: Circumstances): Explanation {
  const { targetFlags, env } = circumstances;
  if (error instanceof CliError) return { what: error.message, next: error.next, exitCode: error.exitCode };
  if (error instanceof InterruptedError) {
    return { what: error.message, next: undefined, exitCode: EXIT_CODES.interrupted };
  }
  if (error instanceof RegistryCallError) return explainCall(error.failure, error.message, targetFlags);
  if (error instanceof Error && isAboutAws(error)) return explainAws(error, env);
  const what = error instanceof Error ? error.message : String(error);
  return {
    what: `Something went wrong inside: ${what}`,
    next: 'Run it again with --debug to see where.',
    exitCode: EXIT_CODES.failure,
  };
}

/** What an HTTP status comes to, for scripts. */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status < 400) return EXIT_CODES.ok;
  if (status === 400 || status === 413 || status === 415 || status === 422) return EXIT_CODES.usage;
  if (status === 401 || status === 403) return EXIT_CODES.notAllowed;
  if (status === 404 || status === 405) return EXIT_CODES.notFound;
  if (status === 409 || status === 412 || status === 428) return EXIT_CODES.conflict;
  return status === 429 || status >= 502 ? EXIT_CODES.retryable : EXIT_CODES.failure;
}

function explainCall(failure: RegistryCallFailure, what: string, targetFlags: string): Explanation {
  switch (failure.reason) {
    case 'problem':
      if (failure.code === 'not_found') return explainMissing(failure.path, targetFlags);
      return {
        what:
          failure.errors.length === 0
            ? what
            : failure.errors.map(({ field, message }) => `${field} ${message}.`).join(' '),
        next: failure.code === 'conflict' ? nextOfConflict(failure, targetFlags) : NEXT[failure.code],
        exitCode: failure.code === 'idempotency_key_reused' ? EXIT_CODES.conflict : exitCodeOfStatus(failure.status),
      };
    case 'refused':
      if (/security token .*expired/i.test(failure.message)) return CREDENTIALS_EXPIRED;
      return { what, next: nextOfRefusal(failure.status), exitCode: exitCodeOfStatus(failure.status) };
    case 'unreachable':
    case 'timed_out':
      return {
        what,
        next: `Try again; tollgate doctor${targetFlags} tells what can be reached.`,
        exitCode: EXIT_CODES.retryable,
      };
    case 'answer_malformed':
      return {
        what,
        next: 'The registry may be of another version; deploy again, or update this one.',
        exitCode: EXIT_CODES.failure,
      };
  }
}

function explainMissing(path: string, targetFlags: string): Explanation {
  const [, plural = '', id = ''] = path.split('/').map(decodeURIComponent);
  const noun = NOUNS.find(({ name }) => name === plural);
  return {
    what: `There is no ${noun?.alias ?? plural} "${id}".`,
    next: `tollgate ${plural} list${targetFlags} shows what there is.`,
    exitCode: EXIT_CODES.notFound,
  };
}

/** Nothing where the problem itself says what to do: that it is to be tried again, or in a sentence behind what it is. */
function nextOfConflict(
  { path, detail = '' }: Extract<RegistryCallFailure, { readonly reason: 'problem' }>,
  targetFlags: string,
): string | undefined {
  if (/try again\.$/.test(detail)) return undefined;
  const [, plural = '', id] = path.split('/').map(decodeURIComponent);
  if (plural === 'signing-keys') return `tollgate signing-keys list${targetFlags} shows the keys and their times.`;
  if (/\. \S/.test(detail)) return undefined;
  const look = id === undefined ? `${plural} list` : `${plural} show ${id}`;
  return `tollgate ${look}${targetFlags} shows what there is.`;
}

/** By problem code; the codes of RFC 9457 problems that a caller can do something about. */
const NEXT: Readonly<Record<string, string>> = {
  invalid_request: 'Correct it and try again; --help shows what is expected.',
  unknown_route: 'The registry may be of an older version; deploy it again.',
  in_use: 'Delete what depends on it first, or confirm with --confirm and its name.',
  precondition_failed: 'Somebody changed it meanwhile: look at it, and run the command again.',
  idempotency_key_reused: 'Take another --idempotency-key: this one was used for something else.',
  forbidden: 'Use credentials that may call the registry API.',
  unavailable: 'Try again in a moment.',
  unreadable_item: 'What is stored is damaged; the log of the registry function says which field.',
};

function nextOfRefusal(status: number): string | undefined {
  if (status === 401 || status === 403) {
    return 'Check the credentials, the region and the clock, and that the principal may execute-api:Invoke the registry API.';
  }
  return status === 429 || status >= 500 ? 'Try again in a moment.' : undefined;
}

const AWS_ERRORS = ['NoAwsRegionError', 'CredentialsProviderError', 'TokenProviderError'];

function isAboutAws(error: Error): boolean {
  return AWS_ERRORS.includes(error.name) || '$metadata' in error || '$fault' in error;
}

const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];

const CREDENTIALS_EXPIRED: Explanation = {
  what: 'The AWS credentials have expired.',
  next: 'Sign in again (aws sso login), or export new ones.',
  exitCode: EXIT_CODES.notAllowed,
};

function explainAws(error: Error, env: NodeJS.ProcessEnv): Explanation {
  if (EXPIRED.includes(error.name)) return CREDENTIALS_EXPIRED;
  const profile = AWS_ERRORS.includes(error.name) ? missingAwsProfile(env) : undefined;
  if (profile !== undefined) {
    return {
      what: `There is no AWS profile "${profile}", which AWS_PROFILE names.`,
      next: 'Set AWS_PROFILE to one that `aws configure list-profiles` shows, or unset it.',
      exitCode: EXIT_CODES.notAllowed,
    };
  }
  if (error.name === 'NoAwsRegionError') {
    return { what: error.message, next: 'Set AWS_REGION, or give --region.', exitCode: EXIT_CODES.usage };
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return {
      what: 'There are no AWS credentials, or they have expired.',
      next: 'Sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      exitCode: EXIT_CODES.notAllowed,
    };
  }
  const busy = /Throttl|Timeout|ServiceUnavailable|InternalFailure/i.test(error.name);
  return {
    what: `AWS answered ${error.name}: ${error.message}`,
    next: busy ? 'Try again in a moment.' : 'Check the credentials, and that they may cloudformation:DescribeStacks.',
    exitCode: busy ? EXIT_CODES.retryable : EXIT_CODES.notAllowed,
  };
}
