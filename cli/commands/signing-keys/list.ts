/** `tollgate signing-keys list` */
import { defineCommand } from '../../command/command.ts';
import { SIGNING_KEY_COLUMNS } from '../../output/signing-key-columns.ts';

export const listSigningKeys = defineCommand({
  name: 'signing-keys list',
  summary: 'List the keys that access tokens are signed with, newest first',
  examples: [{ line: 'tollgate signing-keys list', about: 'Which one signs, how old they are, and what comes next' }],
  arguments: {},
  flags: {},
  run: async (_, __, session) => {
    const { body } = await (await session.registry()).call('listSigningKeys', {});
    session.out.list(body.items, SIGNING_KEY_COLUMNS, body);
  },
});
