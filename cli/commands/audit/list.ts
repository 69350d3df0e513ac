/** `tollgate audit list` */
import { defineCommand } from '../../command/command.ts';
import { AUDIT_COLUMNS } from '../../output/columns.ts';
import { LIST_FLAGS, showList } from '../../output/show-list.ts';

export const listAudit = defineCommand({
  name: 'audit list',
  summary: 'List who changed what, newest first',
  examples: [
    { line: 'tollgate audit list', about: 'Today (UTC)' },
    { line: 'tollgate audit list --entity product/starter', about: 'Everything that was done to one thing' },
    { line: 'tollgate audit list --day 2027-01-31 --output json', about: 'One day, for scripts' },
  ],
  arguments: {},
  flags: {
    entity: {
      kind: 'text',
      value: 'kind/id',
      description: 'Of one thing: product/<id>, client/<id>, subscription/<consumer key> or signing-key/<kid>',
    },
    day: { kind: 'text', value: 'date', description: 'Of one day in UTC (default: today)' },
    ...LIST_FLAGS,
  },
  run: async (_, { entity, day, limit }, session) => {
    const registry = await session.registry();
    const read = (page: { readonly limit: string; readonly cursor: string | undefined }) =>
      registry.call('listAuditEntries', { query: { ...page, entity, day } });
    await showList(session, AUDIT_COLUMNS, read, { limit });
  },
});
