/** Asks before something is taken away: shows which account, region and server group it is about, and what breaks. */
import { CliError, InterruptedError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { describeTarget } from '../target/target.ts';

export const AGREEMENT_FLAGS = {
  yes: { kind: 'switch', short: 'y', description: 'Do not ask' },
  dryRun: { kind: 'switch', description: 'Say what would be done, and do nothing' },
} as const;

export const CONFIRM_FLAGS = {
  ...AGREEMENT_FLAGS,
  confirm: { kind: 'text', value: 'name', description: 'The name that is asked for when others depend on it' },
} as const;

export interface Plan {
  /** What is about to be done, for instance `Delete the product "starter"`. */
  readonly action: string;
  /** What follows from it, in sentences. */
  readonly consequences?: readonly string[];
  /** Has to be typed, or given with `--confirm`, because something in use breaks. */
  readonly name?: string;
}

export interface Agreement {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly confirm?: string | undefined;
}

/**
 * Whether to go on; false after a dry run.
 *
 * @throws InterruptedError when the answer is no, CliError when it takes an answer and nobody can be asked
 */
export async function agree(session: Session, plan: Plan, given: Agreement): Promise<boolean> {
  const { out, prompts } = session;
  const { action, consequences = [], name } = plan;
  const about = describeTarget(await session.target());
  if (given.dryRun) {
    out.text([`${action} (${about}).`, ...consequences].join('\n'), {
      dryRun: true,
      action,
      consequences,
      target: about,
    });
    return false;
  }
  for (const line of [`${action} (${about}).`, ...consequences]) out.talk(line);
  if (name !== undefined) return agreeByName(session, name, given);
  if (given.yes) return true;
  if (!prompts.interactive)
    throw usageError(
      'Nobody can be asked whether to go on.',
      'Add --yes to do it, or --dry-run to see what it would do.',
    );
  if (await prompts.confirm('Go on?')) return true;
  throw new InterruptedError('Nothing was changed.');
}

async function agreeByName({ prompts }: Session, name: string, { confirm }: Agreement): Promise<boolean> {
  if (confirm !== undefined && confirm !== name)
    throw usageError(`--confirm says "${confirm}", and this is "${name}".`);
  if (confirm === name) return true;
  if (!prompts.interactive) {
    throw new CliError(
      'What is in use would break; nothing was changed.',
      `Add --confirm ${name} to do it all the same.`,
      EXIT_CODES.conflict,
    );
  }
  if ((await prompts.text(`Type "${name}" to go on`)) === name) return true;
  throw new InterruptedError('That is not the name. Nothing was changed.');
}
