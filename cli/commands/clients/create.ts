/** `tollgate clients create` */
import { defineCommand } from '../../command/command.ts';
import { CLIENT_FIELDS } from '../../output/columns.ts';
import { ATTRIBUTE_FLAG, readAttributes } from '../attribute-flags.ts';

export const createClient = defineCommand({
  name: 'clients create',
  summary: 'Create a client',
  examples: [
    { line: 'tollgate clients create acme --name "Acme Ltd" --email api@acme.example', about: 'Somebody who calls' },
  ],
  arguments: { clientId: { description: 'Its id: lower-case letters, digits, ".", "_", "-"' } },
  flags: {
    name: { kind: 'text', value: 'text', description: 'Its name for people (default: the id)' },
    email: { kind: 'text', value: 'address', description: 'Whom to write to', required: true },
    attribute: ATTRIBUTE_FLAG,
  },
  run: async ({ clientId }, { name = clientId, email, attribute }, session) => {
    const registry = await session.registry();
    const { body } = await registry.call('createClient', {
      headers: { 'idempotency-key': session.newId() },
      body: { clientId, displayName: name, email, attributes: readAttributes(attribute) },
    });
    session.out.thing(body, CLIENT_FIELDS);
    const next = `tollgate subscriptions create --client ${body.clientId} --product ID${session.targetFlags}`;
    session.out.talk(`Created. Next: ${next}`);
  },
});
