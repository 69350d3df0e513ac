/** `tollgate projects show` */
import { defineCommand } from '../../command/command.ts';
import { PROJECT_FIELDS, policyColumns, ROUTE_COLUMNS } from '../../output/project-columns.ts';
import { formatFields, formatList } from '../../output/table.ts';

export const showProject = defineCommand({
  name: 'projects show',
  summary: 'Show an API project: where it is called, its policies, and the policy of each resource',
  examples: [{ line: 'tollgate projects show orders-1.0', about: 'Which paths are protected, and by what' }],
  arguments: { projectId: { description: 'Its id; see tollgate projects list' } },
  flags: {},
  run: async ({ projectId }, _, session) => {
    const { body } = await (await session.registry()).call('readProject', { path: { projectId } });
    const { policies, routes } = body;
    session.out.parts(body, [
      (styles) => formatFields(body, PROJECT_FIELDS, styles),
      (styles, width) => formatList(policies, policyColumns(policies), styles, width),
      (styles, width) => formatList(routes, ROUTE_COLUMNS, styles, width),
    ]);
  },
});
