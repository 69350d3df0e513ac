/** `tollgate clients disable` */
import { defineCommand } from '../../command/command.ts';
import { AGREEMENT_FLAGS, agree } from '../../interaction/agree.ts';
import { CLIENT_FIELDS } from '../../output/columns.ts';
import { countDependents, describeCount } from '../../registry/count-dependents.ts';

export const disableClient = defineCommand({
  name: 'clients disable',
  summary: 'Disable a client: it gets no token, and its tokens open nothing',
  examples: [
    { line: 'tollgate clients disable acme', about: 'Asks first' },
    { line: 'tollgate clients disable acme --yes', about: 'In a script' },
  ],
  arguments: { clientId: { description: 'Its id' } },
  flags: AGREEMENT_FLAGS,
  run: async ({ clientId }, flags, session) => {
    const registry = await session.registry();
    const { body: client, etag = '*' } = await registry.call('readClient', { path: { clientId } });
    if (client.status !== 'disabled') {
      const stopping = await countDependents(registry, { clientId });
      const action = `Disable the client "${clientId}" (${client.displayName})`;
      const consequences = stopping > 0 ? [`${describeCount(stopping)} will stop working.`] : [];
      if (!(await agree(session, { action, consequences }, flags))) return;
    }
    const call = { path: { clientId }, headers: { 'if-match': etag }, body: { status: 'disabled' } } as const;
    const { body } = await registry.call('changeClient', call);
    session.out.thing(body, CLIENT_FIELDS);
    session.out.talk(
      'Within 10 s it gets no new token; those it has end within the revocation bound (60 s by default).',
    );
  },
});
