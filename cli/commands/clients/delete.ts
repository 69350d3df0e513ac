/** `tollgate clients delete` */
import { defineCommand } from '../../command/command.ts';
import { agree, CONFIRM_FLAGS } from '../../interaction/agree.ts';
import { countDependents, describeCount } from '../../registry/count-dependents.ts';

export const deleteClient = defineCommand({
  name: 'clients delete',
  summary: 'Delete a client',
  details: 'Its subscriptions open nothing any more, and a client made later under its id does not revive them.',
  examples: [
    { line: 'tollgate clients delete acme', about: 'Asks first' },
    { line: 'tollgate clients delete acme --yes', about: 'One without subscriptions, in a script' },
    { line: 'tollgate clients delete acme --confirm acme', about: 'One with subscriptions, in a script' },
  ],
  arguments: { clientId: { description: 'Its id' } },
  flags: CONFIRM_FLAGS,
  run: async ({ clientId }, flags, session) => {
    const registry = await session.registry();
    const { body, etag = '*' } = await registry.call('readClient', { path: { clientId } });
    const breaking = await countDependents(registry, { clientId });
    const plan = {
      action: `Delete the client "${clientId}" (${body.displayName})`,
      ...(breaking > 0 && { name: clientId, consequences: [`${describeCount(breaking)} will break.`] }),
    };
    if (!(await agree(session, plan, flags))) return;
    const query = breaking > 0 ? { confirm: clientId } : {};
    await registry.call('deleteClient', { path: { clientId }, query, headers: { 'if-match': etag } });
    session.out.done({ deleted: true, clientId });
    session.out.talk(`Deleted the client "${clientId}".`);
  },
});
