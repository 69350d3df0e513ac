/** `tollgate clients show` */
import { defineCommand } from '../../command/command.ts';
import { CLIENT_FIELDS } from '../../output/columns.ts';

export const showClient = defineCommand({
  name: 'clients show',
  summary: 'Show a client',
  examples: [{ line: 'tollgate clients show acme', about: 'Its address, status and attributes' }],
  arguments: { clientId: { description: 'Its id' } },
  flags: {},
  run: async ({ clientId }, _, session) => {
    const { body } = await (await session.registry()).call('readClient', { path: { clientId } });
    session.out.thing(body, CLIENT_FIELDS);
  },
});
