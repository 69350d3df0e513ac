/** `tollgate projects list` */
import { defineCommand } from '../../command/command.ts';
import { PROJECT_COLUMNS } from '../../output/columns.ts';

export const listProjects = defineCommand({
  name: 'projects list',
  summary: 'List the API projects of the server group',
  examples: [{ line: 'tollgate projects list', about: 'What products can open' }],
  arguments: {},
  flags: {},
  run: async (_, __, session) => {
    const { body } = await (await session.registry()).call('listProjects', {});
    session.out.list(body.items, PROJECT_COLUMNS, body);
  },
});
