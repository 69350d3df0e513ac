/** `tollgate clients enable` */
import { defineCommand } from '../../command/command.ts';
import { CLIENT_FIELDS } from '../../output/columns.ts';

export const enableClient = defineCommand({
  name: 'clients enable',
  summary: 'Enable a client that was disabled',
  examples: [{ line: 'tollgate clients enable acme', about: 'Its subscriptions work again' }],
  arguments: { clientId: { description: 'Its id' } },
  flags: {},
  run: async ({ clientId }, _, session) => {
    const registry = await session.registry();
    const { etag = '*' } = await registry.call('readClient', { path: { clientId } });
    const call = { path: { clientId }, headers: { 'if-match': etag }, body: { status: 'active' } } as const;
    const { body } = await registry.call('changeClient', call);
    session.out.thing(body, CLIENT_FIELDS);
  },
});
