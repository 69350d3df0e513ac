/** What the exit codes of `tollgate` mean; scripts rely on them, so they never change. */

export const EXIT_CODES = {
  ok: 0,
  failure: 1,
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  conflict: 5,
  retryable: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

const MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  ok: 'It is done, or there was nothing to do.',
  failure:
    'It failed for a reason that none of the following names; for doctor, tokens inspect and call: the answer is no.',
  usage: 'The command line or a file is not understood, or what it asks for is not valid.',
  notFound: 'There is no such thing.',
  notAllowed: 'Credentials are missing, wrong, or not enough.',
  conflict: 'It exists already, was changed by somebody else meanwhile, or others depend on it.',
  retryable: 'The other side is busy or cannot be reached; the same command may succeed later.',
  interrupted: 'Ctrl-C, or a question that was answered with no.',
};

/** One line for each code. */
export function describeExitCodes(): string {
  const lines = Object.entries(MEANINGS).map(([name, meaning]) => `${codeOf(name).padStart(5)}  ${meaning}`);
  return `${lines.join('\n')}\n`;
}

function codeOf(name: string): string {
  return String(Object.entries(EXIT_CODES).find(([one]) => one === name)?.[1]);
}
