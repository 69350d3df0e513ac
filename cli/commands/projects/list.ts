/** `tollgate projects list` */
import { defineCommand } from '../../command/command.ts';
import { PROJECT_COLUMNS } from '../../output/project-columns.ts';

const NONE =
  'No API project is deployed to this server group. Add one to projects/catalogue.ts and deploy; npm start takes it up by itself.';

export const listProjects = defineCommand({
  name: 'projects list',
  summary: 'List the API projects of the server group',
  details: 'Where each is called, where it takes tokens from, and which of its resources are public.',
  examples: [{ line: 'tollgate projects list', about: 'What products can open, and what is open already' }],
  arguments: {},
  flags: {},
  run: async (_, __, session) => {
    const { body } = await (await session.registry()).call('listProjects', {});
    session.out.list(body.items, PROJECT_COLUMNS, body, NONE);
  },
});
