/** Runs one command line from parsing to the exit code, in surroundings that are given: the process, or a test. */
import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import type { GlobalFlags } from './command/global-flags.ts';
import { buildProgram } from './command/program.ts';
import { describeExitCodes, EXIT_CODES } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import type { OutputStream } from './output/output.ts';
import { stylesFor } from './output/styles.ts';
import { printable } from './output/terminal-text.ts';
import { redact } from './redact.ts';
import type { Session } from './session.ts';
import { targetFlags } from './target/target-flags.ts';

export interface Surroundings {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  createSession(flags: GlobalFlags, setExitCode: (code: number) => void): Session;
}

/** @returns the exit code; every error has been told */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, version, createSession } = surroundings;
  let exitCode: number = EXIT_CODES.ok;
  let chosen = '';
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  try {
    if (args[0] === 'help' && args[1] === 'exit-codes') {
      stdout.write(describeExitCodes());
      return exitCode;
    }
    const streams = { out: (text: string) => void stdout.write(text), err: (text: string) => void stderr.write(text) };
    const program = buildProgram(
      (command, given, globals) => {
        chosen = targetFlags(globals);
        return command.run(given, createSession(globals, setExitCode));
      },
      version,
      streams,
    );
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return error instanceof CommanderError
      ? ofParser(error, args, surroundings)
      : report(error, args, surroundings, chosen);
  }
}

/** Help and version are no errors; for everything else commander's message has the suggestion on its last line. */
function ofParser(error: CommanderError, args: readonly string[], surroundings: Surroundings): number {
  if (error.exitCode === 0) return EXIT_CODES.ok;
  if (error.code === 'commander.help') return args.length === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}`.replace(/\.?$/, '.');
  const next = suggestion?.replace(/^\(|\)$/g, '') ?? 'See tollgate --help.';
  return report(new CliError(sentence, next, EXIT_CODES.usage), args, surroundings);
}

function report(error: unknown, args: readonly string[], { stderr, env }: Surroundings, chosen = ''): number {
  const { what, next, exitCode } = explainError(error, { targetFlags: chosen, env });
  const { red, dim } = stylesFor(stderr, env);
  const known = [env.TOLLGATE_CONSUMER_SECRET, env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN];
  const clean = (text: string) => redact(text, known);
  stderr.write(`${red('Error:')} ${printable(clean(what))}\n`);
  if (next !== undefined) stderr.write(`Next: ${printable(clean(next))}\n`);
  if (args.includes('--debug')) for (const trace of tracesOf(error)) stderr.write(`${dim(clean(trace))}\n`);
  return exitCode;
}

/** Of the error and of what caused it. */
function tracesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [error.stack ?? error.message, ...tracesOf(error.cause)];
}
