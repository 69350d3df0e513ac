/** `tollgate doctor` */
import { defineCommand } from '../command/command.ts';
import { type Check, runChecks } from '../diagnosis/run-checks.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Column } from '../output/table.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Check what a token and a call need: credentials, registry, clock, keys, token endpoint',
  details: 'Exits with 1 when a check fails.',
  examples: [
    { line: 'tollgate doctor', about: 'The running host, or the server group of TOLLGATE_SERVER_GROUP' },
    { line: 'tollgate doctor --server-group production', about: 'A deployed one' },
  ],
  arguments: {},
  flags: {},
  run: async (_, __, session) => {
    const checks = await runChecks(session);
    session.out.list(checks, COLUMNS, { checks });
    if (checks.some(({ result }) => result === 'failed')) session.setExitCode(EXIT_CODES.failure);
  },
});

const COLUMNS: readonly Column<Check>[] = [
  { heading: 'check', value: ({ check }) => check },
  { heading: 'result', value: ({ result }) => result },
  { heading: 'detail', value: ({ detail }) => detail },
];
