/** Scripts that make shells complete the words and flags of `tollgate`, without starting it at each key. */
import type { Command } from '../command/command.ts';
import { type FlagSpecs, kebabCase } from '../command/flags.ts';
import { GLOBAL_FLAGS } from '../command/global-flags.ts';
import { NOUNS } from '../command/nouns.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function isShell(text: string): text is Shell {
  return SHELLS.some((shell) => shell === text);
}

export function completionScript(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

function bash(commands: readonly Command[]): string {
  const nouns = NOUNS.map(({ name, alias }) => {
    const own = commands.filter((command) => command.name.startsWith(`${name} `));
    const verbs = own.map((command) => `          ${verbOf(command)}) words="${wordsOf(command)}" ;;`);
    return [
      `    ${name}|${alias})`,
      `      if [ "$COMP_CWORD" -eq 2 ]; then words="${own.map(verbOf).join(' ')}"; else`,
      '        case "$second" in',
      ...verbs,
      '        esac',
      '      fi ;;',
    ];
  });
  const single = commands.filter(isSingle).map((command) => [`    ${command.name}) words="${flagsOf(command)}" ;;`]);
  return `${[
    '_tollgate() {',
    `  local cur="\${COMP_WORDS[COMP_CWORD]}" first="\${COMP_WORDS[1]}" second="\${COMP_WORDS[2]}" words=""`,
    `  if [ "$COMP_CWORD" -eq 1 ]; then words="${firstWords(commands).join(' ')}"; else case "$first" in`,
    ...nouns.flat(),
    ...single.flat(),
    '    completion) words="bash zsh fish" ;;',
    '    help) words="exit-codes" ;;',
    '  esac; fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    '}',
    'complete -o default -F _tollgate tollgate',
  ].join('\n')}\n`;
}

function fish(commands: readonly Command[]): string {
  const first = [...NOUNS.map(({ name, summary }) => ({ name, summary })), ...commands.filter(isSingle)].map(
    ({ name, summary }) => `complete -c tollgate -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
  );
  const verbs = commands
    .filter((command) => !isSingle(command))
    .map((command) => {
      const [noun] = command.name.split(' ');
      const others = commands.filter(({ name }) => name.startsWith(`${noun} `)).map(verbOf);
      const when = `__fish_seen_subcommand_from ${noun}; and not __fish_seen_subcommand_from ${others.join(' ')}`;
      return `complete -c tollgate -f -n "${when}" -a ${verbOf(command)} -d ${quoted(command.summary)}`;
    });
  const flags = commands.flatMap((command) => {
    const when = command.name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    return Object.entries(command.flags).map(([name, { description, kind }]) => {
      const takesValue = kind === 'switch' ? '' : ' -r';
      return `complete -c tollgate -n "${when}" -l ${kebabCase(name)}${takesValue} -d ${quoted(description)}`;
    });
  });
  const globals = Object.entries(GLOBAL_FLAGS).map(
    ([name, { description, kind }]) =>
      `complete -c tollgate -l ${kebabCase(name)}${kind === 'switch' ? '' : ' -r'} -d ${quoted(description)}`,
  );
  const shells = `complete -c tollgate -f -n "__fish_seen_subcommand_from completion" -a "${SHELLS.join(' ')}"`;
  const kinds = commands.flatMap((command) => {
    const choices = Object.values(command.arguments).flatMap((argument) => argument.choices ?? []);
    const seen = command.name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
    return choices.length === 0
      ? []
      : [`complete -c tollgate -f -n "${seen.join('; and ')}" -a "${choices.join(' ')}"`];
  });
  return `${[...first, ...verbs, ...flags, ...globals, ...kinds, shells].join('\n')}\n`;
}

function firstWords(commands: readonly Command[]): readonly string[] {
  return [...NOUNS.map(({ name }) => name), ...commands.filter(isSingle).map(({ name }) => name), 'completion', 'help'];
}

function isSingle({ name }: Command): boolean {
  return !name.includes(' ');
}

function verbOf({ name }: Command): string {
  return name.slice(name.indexOf(' ') + 1);
}

/** What its arguments may be, as far as that is known, and its flags. */
function wordsOf(command: Command): string {
  const choices = Object.values(command.arguments).flatMap((argument) => argument.choices ?? []);
  return [...choices, flagsOf(command)].join(' ');
}

function flagsOf({ flags }: Command): string {
  const all: FlagSpecs = { ...flags, ...GLOBAL_FLAGS };
  return Object.keys(all)
    .map((name) => `--${kebabCase(name)}`)
    .join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
