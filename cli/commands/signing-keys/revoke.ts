/** `tollgate signing-keys revoke` */
import { CliError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { AGREEMENT_FLAGS, agree } from '../../interaction/agree.ts';
import { SIGNING_KEY_FIELDS } from '../../output/signing-key-columns.ts';

export const revokeSigningKey = defineCommand({
  name: 'signing-keys revoke',
  summary: 'Have no token of a key accepted any more, as after a leak',
  details:
    'Its tokens end within the revocation bound (60 s by default). If it is the key that signs, the next one is promoted first, and clients have to get new tokens. It cannot be taken back.',
  examples: [
    { line: 'tollgate signing-keys revoke KOqUCt4EbfhDQ6r8AlPRjgmFPOWMfMGhAuqSEPLHBUc', about: 'Asks first' },
    { line: 'tollgate signing-keys revoke KOqUCt4EbfhDQ6r8AlPRjgmFPOWMfMGhAuqSEPLHBUc --yes', about: 'In a script' },
  ],
  arguments: { kid: { description: 'Which key; see tollgate signing-keys list' } },
  flags: AGREEMENT_FLAGS,
  run: async ({ kid }, flags, session) => {
    const registry = await session.registry();
    const { body: list } = await registry.call('listSigningKeys', {});
    const key = list.items.find((one) => one.kid === kid);
    if (key === undefined) {
      throw new CliError(
        `There is no signing key "${kid}".`,
        `tollgate signing-keys list${session.targetFlags} shows them.`,
        EXIT_CODES.notFound,
      );
    }
    const consequences = [
      'This is final: no token that was signed with it is accepted any more.',
      ...(key.signs ? ['It signs now: the next key takes over, and every client has to get a new token.'] : []),
    ];
    if (!(await agree(session, { action: `Revoke the signing key ${kid}`, consequences }, flags))) return;
    const { body } = await registry.call('revokeSigningKey', { path: { kid } });
    session.out.thing(body, SIGNING_KEY_FIELDS);
  },
});
