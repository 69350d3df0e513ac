/** The reference page of the command line, docs/cli.md, made from the commands themselves. */
import type { Command } from './command/command.ts';
import { type FlagSpec, type FlagSpecs, kebabCase } from './command/flags.ts';
import { GLOBAL_FLAGS } from './command/global-flags.ts';
import { NOUNS } from './command/nouns.ts';
import { COMMANDS } from './commands/all-commands.ts';
import { describeExitCodes } from './exit-codes.ts';

export function cliReference(): string {
  const single = COMMANDS.filter(({ name }) => !name.includes(' '));
  const sections = NOUNS.map(({ name, summary }) => [
    `## ${name}\n\n${summary}. \`${NOUNS.find((noun) => noun.name === name)?.alias}\` works as well.\n`,
    ...COMMANDS.filter((command) => command.name.startsWith(`${name} `)).map(commandSection),
  ]);
  return [
    INTRODUCTION,
    `## Global options\n\n${flagTable(GLOBAL_FLAGS)}`,
    `## Exit codes\n\n\`\`\`\n${describeExitCodes()}\`\`\`\n`,
    ...sections.flat(),
    '## Other commands\n',
    ...single.map(commandSection),
    MANIFEST,
  ].join('\n');
}

const INTRODUCTION = `# The command line

<!-- Made by \`npm run docs:cli\` from cli/commands; do not edit. -->

\`tollgate\` talks to the registry API of one server group: to the embedded host that runs (\`npm start\`), or to a deployed one
with the AWS credentials that all AWS tools use (environment, profiles, SSO, roles). In a clone it is run by
\`npx tollgate …\` or \`npm run tollgate -- …\`.

Which server group: \`--server-group\`, else \`TOLLGATE_SERVER_GROUP\`, else that of the running embedded host. A name that the
running host does not serve, or \`--aws\`, means a deployed one, found by the outputs of its stack \`tollgate-<name>-gateway\`.

Data go to stdout and everything else to stderr. With \`--output json\` stdout is one JSON document, or nothing when there is an
error. It is what the registry API answers, and stable; lists are \`{"items": […]}\`, what is deleted is
\`{"deleted": true, …}\` with its id, and a dry run is \`{"dryRun": true, …}\`. \`apply\` shows what it has done even when a
step fails. \`completion\` and help are text whatever is asked for. Nothing is coloured when it is piped or with \`NO_COLOR\`. Without a terminal, or with \`--no-input\`,
nothing is asked. Secrets are never taken as flags, and are shown once.
`;

const MANIFEST = `## The file of apply

\`\`\`yaml
products:
  - productId: starter
    displayName: Starter
    projects: [orders-1.0] # or { projectId: orders-1.0, operations: [{ methods: [GET], path: /items }] }
    scopes: [orders:read]
    keyApproval: automatic
clients:
  - clientId: acme
    displayName: Acme Ltd
    email: api@acme.example
    attributes: { tier: gold }
subscriptions: # told apart by client and product
  - clientId: acme
    productId: starter
    status: active
    expiresAt: 2027-12-31
\`\`\`

What an entry leaves out stays as it is, and null takes a field away. Nothing is deleted.
`;

function commandSection({ name, summary, details, examples, arguments: args, flags }: Command): string {
  const words = Object.entries(args).map(([one, { optional }]) =>
    optional ? `[${kebabCase(one)}]` : `<${kebabCase(one)}>`,
  );
  const about = Object.entries(args).map(([one, { description, choices }]) => {
    const known = choices === undefined ? '' : ` (${choices.join(', ')})`;
    return `- \`${kebabCase(one)}\`: ${cell(description)}${known}\n`;
  });
  return [
    `### tollgate ${[name, ...words].join(' ')}\n`,
    `${summary}.${details === undefined ? '' : ` ${details}`}\n`,
    `\`\`\`sh\n${examples.map(({ line, about: why }) => `# ${why}\n${line}\n`).join('')}\`\`\`\n`,
    ...(about.length === 0 ? [] : [about.join('')]),
    ...(Object.keys(flags).length === 0 ? [] : [flagTable(flags)]),
  ].join('\n');
}

function flagTable(flags: FlagSpecs): string {
  const rows = Object.entries(flags).map(([name, flag]) => `| ${flagWords(name, flag)} | ${meaning(flag)} |\n`);
  return `| option | meaning |\n| --- | --- |\n${rows.join('')}`;
}

function flagWords(name: string, flag: FlagSpec): string {
  const value = flag.kind === 'switch' ? '' : ` <${flag.value}>`;
  const short = flag.short === undefined ? '' : `\`-${flag.short}\`, `;
  return `${short}\`--${kebabCase(name)}${value}\``;
}

function meaning(flag: FlagSpec): string {
  if (flag.kind === 'switch') return cell(flag.description);
  const choices = flag.choices === undefined ? '' : ` (${flag.choices.join(', ')})`;
  return `${cell(flag.description)}${choices}${flag.required === true ? '; required' : ''}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
