/** The flags that chose the target, as words for a command line that is to be about the same one. */

import { kebabCase } from '../command/flags.ts';
import type { GLOBAL_FLAGS, GlobalFlags } from '../command/global-flags.ts';

const CHOOSING = [
  'serverGroup',
  'data',
  'aws',
  'region',
  'registryUrl',
] as const satisfies readonly (keyof typeof GLOBAL_FLAGS)[];

/** Those that were given, each with a space before it: `` or ` --server-group production --aws`. */
export function targetFlags(given: GlobalFlags): string {
  return CHOOSING.map((name) => {
    const value = given[name];
    if (value === undefined || value === false) return '';
    return value === true ? ` --${kebabCase(name)}` : ` --${kebabCase(name)} ${shellWord(value)}`;
  }).join('');
}

function shellWord(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
