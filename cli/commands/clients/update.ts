/** `tollgate clients update` */
import { usageError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { CLIENT_FIELDS } from '../../output/columns.ts';
import { ATTRIBUTE_CHANGE_FLAG, readAttributeChanges } from '../attribute-flags.ts';

export const updateClient = defineCommand({
  name: 'clients update',
  summary: 'Change a client',
  details: 'What is not named stays as it is.',
  examples: [
    { line: 'tollgate clients update acme --email ops@acme.example', about: 'Another address' },
    {
      line: 'tollgate clients update acme --attribute tier=gold --attribute trial=',
      about: 'Set one attribute, take one away',
    },
  ],
  arguments: { clientId: { description: 'Its id' } },
  flags: {
    name: { kind: 'text', value: 'text', description: 'Its name for people' },
    email: { kind: 'text', value: 'address', description: 'Whom to write to' },
    attribute: ATTRIBUTE_CHANGE_FLAG,
  },
  run: async ({ clientId }, { name, email, attribute }, session) => {
    const change = { displayName: name, email, attributes: readAttributeChanges(attribute) };
    if (Object.values(change).every((value) => value === undefined)) {
      throw usageError('Nothing to change is named.', 'See tollgate clients update --help.');
    }
    const registry = await session.registry();
    const { etag = '*' } = await registry.call('readClient', { path: { clientId } });
    const call = { path: { clientId }, headers: { 'if-match': etag }, body: change };
    const { body } = await registry.call('changeClient', call);
    session.out.thing(body, CLIENT_FIELDS);
  },
});
