/** A command of `tollgate` as data: what parsing, help, completion and the reference page are made from. */
import type { Session } from '../session.ts';
import {
  type ArgumentSpecs,
  type ArgumentValues,
  areArgumentValues,
  areFlagValues,
  completeFlags,
  type FlagSpecs,
  type FlagValues,
} from './flags.ts';

export interface Example {
  readonly line: string;
  readonly about: string;
}

export interface CommandText {
  /** The words that it is called by, for instance `products create`. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What more there is to know, in sentences. */
  readonly details?: string;
  /** At least one; they come first in help. */
  readonly examples: readonly [Example, ...Example[]];
}

export interface Command extends CommandText {
  readonly arguments: ArgumentSpecs;
  readonly flags: FlagSpecs;
  run(given: Given, session: Session): Promise<void>;
}

/** What was typed, by name. */
export interface Given {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly flags: Readonly<Record<string, unknown>>;
}

export interface CommandDefinition<Arguments extends ArgumentSpecs, Flags extends FlagSpecs> extends CommandText {
  readonly arguments: Arguments;
  readonly flags: Flags;
  run(args: ArgumentValues<Arguments>, flags: FlagValues<Flags>, session: Session): Promise<void>;
}

export function defineCommand<const Arguments extends ArgumentSpecs, const Flags extends FlagSpecs>(
  definition: CommandDefinition<Arguments, Flags>,
): Command {
  return {
    ...definition,
    run: async (given, session) => {
      const flags = completeFlags(definition.flags, given.flags);
      if (!areFlagValues(definition.flags, flags) || !areArgumentValues(definition.arguments, given.arguments)) {
        throw new TypeError(`The values of "${definition.name}" are not what its flags and arguments say.`);
      }
      await definition.run(given.arguments, flags, session);
    },
  };
}
