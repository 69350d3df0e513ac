/** The flags of `npm start`. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessageOf } from '../error-facts.ts';
import { nearestWord } from './nearest-word.ts';

export interface Command {
  readonly action: 'start' | 'stop' | 'help' | 'version';
  readonly port: number;
  readonly dataDirectory: string;
  readonly serverGroup: string;
  readonly assembly: string | undefined;
  readonly reset: boolean;
  readonly gatewayOnly: boolean;
  readonly watch: boolean;
}

/** A flag that is not understood; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FLAGS = {
  port: { type: 'string' },
  data: { type: 'string' },
  'server-group': { type: 'string' },
  assembly: { type: 'string' },
  reset: { type: 'boolean' },
  'gateway-only': { type: 'boolean' },
  'no-watch': { type: 'boolean' },
  stop: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/**
 * Reads the command line.
 *
 * @param projectRoot where the default data directory lies; paths that are given are relative to the current directory
 * @throws UsageError
 */
export function parseCommandLine(args: readonly string[], projectRoot: string): Command {
  refuseWhatIsUnknown(args);
  const { values } = readFlags(args);
  const action = values.help ? 'help' : values.version ? 'version' : values.stop ? 'stop' : 'start';
  return {
    action,
    port: readPort(values.port ?? '3000'),
    dataDirectory: path.resolve(values.data ?? path.join(projectRoot, '.tollgate')),
    serverGroup: values['server-group'] ?? 'development',
    assembly: values.assembly === undefined ? undefined : path.resolve(values.assembly),
    reset: values.reset ?? false,
    gatewayOnly: values['gateway-only'] ?? false,
    watch: !(values['no-watch'] ?? false),
  };
}

function refuseWhatIsUnknown(args: readonly string[]): void {
  const { tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`There is nothing to do with "${token.value}"; see --help.`);
    if (token.kind !== 'option' || Object.hasOwn(FLAGS, token.name)) continue;
    const nearest = nearestWord(token.name, Object.keys(FLAGS));
    const hint = nearest === undefined ? 'See --help.' : `Did you mean --${nearest}?`;
    throw new UsageError(`There is no flag ${token.rawName}. ${hint}`);
  }
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS });
  } catch (error) {
    throw new UsageError(errorMessageOf(error));
  }
}

function readPort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 0 && port <= 65_535)) throw new UsageError(`--port wants a number from 0 to 65535, not "${text}".`);
  return port;
}
