/** `tollgate projects show` */
import { defineCommand } from '../../command/command.ts';
import { ROUTE_COLUMNS } from '../../output/columns.ts';

export const showProject = defineCommand({
  name: 'projects show',
  summary: 'Show the resources of an API project and the policy of each',
  examples: [{ line: 'tollgate projects show orders-1.0', about: 'Which paths are protected, and by what' }],
  arguments: { projectId: { description: 'Its id; see tollgate projects list' } },
  flags: {},
  run: async ({ projectId }, _, session) => {
    const { body } = await (await session.registry()).call('readProject', { path: { projectId } });
    session.out.talk(`${body.displayName} (${body.kind}) at ${body.path}`);
    session.out.list(body.routes, ROUTE_COLUMNS, body);
  },
});
