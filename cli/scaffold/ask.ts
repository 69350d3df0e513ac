/** Gets the values of a project: from flags, else from the person at the terminal, else what is usual. */
import { type CliError, usageError } from '../cli-error.ts';
import type { Session } from '../session.ts';
import type { Check } from './check-answers.ts';

export interface Question {
  readonly flag: string;
  readonly question: string;
  /** What is taken when nobody says anything; without it somebody has to. */
  readonly initial?: string;
  readonly check?: Check;
}

/** @throws CliError for a value that cannot be, and when there is none and nobody to ask */
export async function askText(session: Session, given: string | undefined, about: Question): Promise<string> {
  const { flag, question, initial, check } = about;
  const answer = given ?? (session.prompts.interactive ? await ask(session, question, initial, check) : initial);
  if (answer === undefined) throw missing([flag]);
  const problem = check?.(answer);
  if (problem !== undefined) throw usageError(problem, SEE_HELP);
  return answer;
}

async function ask({ prompts }: Session, question: string, initial?: string, check?: Check): Promise<string> {
  const answer = await prompts.text(question, {
    ...(initial !== undefined && { initial }),
    ...(check !== undefined && { check: (value: string) => check(value.trim()) }),
  });
  return answer.trim();
}

/** Some of what there is. */
export async function askSeveral<Choice extends string>(
  { prompts }: Session,
  given: readonly string[],
  about: {
    readonly flag: string;
    readonly question: string;
    readonly choices: readonly Choice[];
    readonly initial: readonly Choice[];
    /** What one of them is called. */
    readonly noun: string;
  },
): Promise<readonly Choice[]> {
  const { flag, question, choices, initial, noun } = about;
  const unknown = given.find((one) => !choices.some((choice) => choice === one));
  if (unknown !== undefined) {
    throw usageError(`${flag} "${unknown}" is no ${noun} here.`, `There are: ${choices.join(', ')}.`);
  }
  if (given.length > 0) return choices.filter((choice) => given.includes(choice));
  if (!prompts.interactive || choices.length === 1) return initial;
  const answer = await prompts.several(question, choices, initial);
  return choices.filter((choice) => answer.includes(choice));
}

export function missing(flags: readonly string[]): CliError {
  return usageError(
    `Nobody can be asked, and ${flags.join(' and ')} ${flags.length > 1 ? 'are' : 'is'} not given.`,
    SEE_HELP,
  );
}

export const SEE_HELP = 'See tollgate projects new --help.';
