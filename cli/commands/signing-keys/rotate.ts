/** `tollgate signing-keys rotate` */
import { defineCommand } from '../../command/command.ts';
import { AGREEMENT_FLAGS, agree } from '../../interaction/agree.ts';
import { SIGNING_KEY_FIELDS } from '../../output/signing-key-columns.ts';

export const rotateSigningKeys = defineCommand({
  name: 'signing-keys rotate',
  summary: 'Have the next key sign from now on, before that is due',
  details:
    'Keys rotate by themselves. The next key has to have been published for 24 hours. Tokens that were signed before go on until they end. A key that has leaked is revoked instead.',
  examples: [
    { line: 'tollgate signing-keys rotate', about: 'Asks first' },
    { line: 'tollgate signing-keys rotate --yes', about: 'In a script' },
  ],
  arguments: {},
  flags: AGREEMENT_FLAGS,
  run: async (_, flags, session) => {
    const consequences = ['New tokens are signed with it within a minute. Those that there are go on.'];
    if (!(await agree(session, { action: 'Promote the next signing key', consequences }, flags))) return;
    const { body } = await (await session.registry()).call('rotateSigningKeys', {});
    session.out.thing(body, SIGNING_KEY_FIELDS);
  },
});
