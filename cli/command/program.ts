/** Builds the parser of the command line from the commands: flags, help with the examples first, suggestions for typing mistakes. */
import { Argument, InvalidArgumentError, Option, Command as Parser } from 'commander';
import { COMMANDS } from '../commands/all-commands.ts';
import type { Command, Example, Given } from './command.ts';
import { type FlagSpec, type FlagSpecs, kebabCase } from './flags.ts';
import { GLOBAL_FLAGS, type GlobalFlags, readGlobalFlags } from './global-flags.ts';
import { NOUNS } from './nouns.ts';

export type RunCommand = (command: Command, given: Given, globals: GlobalFlags) => Promise<void>;

export interface ProgramStreams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Throws commander's CommanderError for what it does not understand. */
export function buildProgram(run: RunCommand, version: string, { out, err }: ProgramStreams): Parser {
  const program = new Parser('tollgate')
    .description('Products, clients, subscriptions and tokens of a Tollgate server group.')
    .version(version, '--version', 'Print the version')
    .helpOption('-h, --help', 'Show help')
    .helpCommand('help [command]', 'Show help; `help exit-codes` says what exit codes mean')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err, outputError: () => undefined });
  addExamples(program, '', FIRST_STEPS);
  addFlags(program, GLOBAL_FLAGS, 'Global options:');
  const nouns = new Map(NOUNS.map((noun) => [noun.name, nounParser(program, noun)]));
  for (const command of COMMANDS) {
    const [first = '', verb] = command.name.split(' ');
    const parent = verb === undefined ? program : nouns.get(first);
    parent?.addCommand(commandParser(command, verb ?? first, run, program).copyInheritedSettings(parent));
  }
  return program;
}

const FIRST_STEPS: readonly Example[] = [
  { line: 'tollgate projects list', about: 'What there is to sell' },
  { line: 'tollgate products create starter --project orders-1.0 --scope orders:read', about: 'Sell it' },
  { line: 'tollgate clients create acme --email api@acme.example', about: 'Who calls' },
  { line: 'tollgate subscriptions create --client acme --product starter', about: 'Its consumer key and secret' },
  { line: 'tollgate call /orders/1.0/hello', about: 'A call with a fresh token' },
];

function nounParser(program: Parser, { name, alias, summary }: (typeof NOUNS)[number]): Parser {
  return program.command(name).alias(alias).description(summary).helpCommand(false);
}

function commandParser(command: Command, word: string, run: RunCommand, program: Parser): Parser {
  const parser = new Parser(word).summary(command.summary).description(command.details ?? '');
  for (const [name, { description, optional, choices }] of Object.entries(command.arguments)) {
    const text = kebabCase(name);
    const argument = new Argument(optional === true ? `[${text}]` : `<${text}>`, description);
    parser.addArgument(choices === undefined ? argument : argument.choices([...choices]));
  }
  addFlags(parser, command.flags, 'Options:');
  addFlags(parser, globalFlagsBeside(command), 'Global options:');
  addExamples(parser, `${command.summary}.`, command.examples);
  return parser.action(async () => {
    const names = Object.keys(command.arguments);
    const given = {
      arguments: Object.fromEntries(names.map((name, index) => [name, parser.args[index]])),
      flags: parser.opts(),
    };
    const own = Object.entries(parser.opts()).filter(([name]) => !(name in command.flags));
    const globals = { ...program.opts(), ...withoutUndefined(Object.fromEntries(own)) };
    await run(
      command,
      given,
      readGlobalFlags({ ...globals, noInput: program.opts().input === false || parser.opts().input === false }),
    );
  });
}

/** A command's own flag takes the place of a global one of the same name. */
function globalFlagsBeside({ flags }: Command): FlagSpecs {
  return Object.fromEntries(Object.entries(GLOBAL_FLAGS).filter(([name]) => !(name in flags)));
}

function addFlags(parser: Parser, flags: FlagSpecs, heading: string): void {
  for (const [name, flag] of Object.entries(flags)) parser.addOption(optionOf(name, flag).helpGroup(heading));
}

function optionOf(name: string, flag: FlagSpec): Option {
  const long = `--${kebabCase(name)}`;
  const words = flag.short === undefined ? long : `-${flag.short}, ${long}`;
  if (flag.kind === 'switch') return new Option(words, flag.description);
  const option = new Option(`${words} <${flag.value.replaceAll(/[<>]/g, '')}>`, flag.description);
  if (flag.choices !== undefined) option.choices([...flag.choices]);
  if (flag.kind === 'list') collect(option, flag.choices);
  return option.makeOptionMandatory(flag.required === true);
}

/** One value for each time that the flag is given. */
function collect(option: Option, choices: readonly string[] | undefined): void {
  option.argParser<readonly string[]>((value, before = []) => {
    if (choices !== undefined && !choices.includes(value)) {
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    }
    return [...before, value];
  });
}

function addExamples(parser: Parser, summary: string, examples: readonly Example[]): void {
  const lines = examples.map(({ line, about }) => `  # ${about}\n  ${line}\n`);
  parser.addHelpText('before', `${summary === '' ? '' : `${summary}\n\n`}Examples:\n${lines.join('')}`);
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
