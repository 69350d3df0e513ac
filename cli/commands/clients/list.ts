/** `tollgate clients list` */
import { defineCommand } from '../../command/command.ts';
import { CLIENT_COLUMNS } from '../../output/columns.ts';
import { LIST_FLAGS, showList } from '../../output/show-list.ts';

export const listClients = defineCommand({
  name: 'clients list',
  summary: 'List clients',
  examples: [
    { line: 'tollgate clients list', about: 'All of them' },
    { line: "tollgate clients list --output json | jq -r '.items[].email'", about: 'Their addresses, for scripts' },
  ],
  arguments: {},
  flags: LIST_FLAGS,
  run: async (_, { limit }, session) => {
    const registry = await session.registry();
    await showList(session, CLIENT_COLUMNS, (query) => registry.call('listClients', { query }), { limit });
  },
});
