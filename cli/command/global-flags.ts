/** Flags that every command takes. */
import { OUTPUT_FORMATS } from '../output/output.ts';
import { areFlagValues, completeFlags, type FlagValues } from './flags.ts';

export const GLOBAL_FLAGS = {
  output: {
    kind: 'text',
    short: 'o',
    value: 'format',
    choices: OUTPUT_FORMATS,
    description: 'How data is shown on stdout (default: table)',
  },
  serverGroup: {
    kind: 'text',
    short: 'g',
    value: 'name',
    description: 'Which server group (default: TOLLGATE_SERVER_GROUP, or the running embedded host)',
  },
  data: {
    kind: 'text',
    value: 'dir',
    description: 'Data directory of the embedded host (default: .tollgate of the project)',
  },
  aws: { kind: 'switch', description: 'The deployed server group, even when an embedded host of that name runs' },
  region: { kind: 'text', value: 'region', description: 'AWS region (default: AWS_REGION, or that of the profile)' },
  registryUrl: { kind: 'text', value: 'url', description: 'The registry API, instead of looking it up' },
  noInput: { kind: 'switch', description: 'Ask nothing; fail where an answer would be needed' },
  debug: { kind: 'switch', description: 'Show where an error comes from' },
} as const;

export type GlobalFlags = FlagValues<typeof GLOBAL_FLAGS>;

export function readGlobalFlags(given: Readonly<Record<string, unknown>>): GlobalFlags {
  const flags = completeFlags(GLOBAL_FLAGS, given);
  if (!areFlagValues(GLOBAL_FLAGS, flags))
    throw new TypeError('The values of the global flags are not what they should be.');
  return flags;
}
