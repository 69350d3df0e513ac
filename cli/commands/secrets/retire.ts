/** `tollgate secrets retire` */
import { defineCommand } from '../../command/command.ts';
import { AGREEMENT_FLAGS, agree } from '../../interaction/agree.ts';
import { SECRET_COLUMNS } from '../../output/columns.ts';

export const retireSecret = defineCommand({
  name: 'secrets retire',
  summary: 'End a secret now',
  examples: [
    { line: 'tollgate secrets retire tgk_0123456789abcdefghijkl 3f0c', about: 'Asks first' },
    {
      line: 'tollgate secrets retire tgk_0123456789abcdefghijkl 3f0c --end-tokens --yes',
      about: 'After a leak: the tokens that were made with it end too',
    },
  ],
  arguments: {
    consumerKey: { description: 'The consumer key, tgk_…' },
    secretId: { description: 'Which of its secrets; see tollgate secrets list' },
  },
  flags: {
    endTokens: { kind: 'switch', description: 'End all tokens of the subscription that were issued until now' },
    ...AGREEMENT_FLAGS,
  },
  run: async ({ consumerKey, secretId }, { endTokens, ...flags }, session) => {
    const consequences = [
      'Whoever uses it gets no token any more.',
      ...(endTokens ? ['All tokens of the subscription that were issued until now end.'] : []),
    ];
    const action = `Retire the secret ${secretId} of ${consumerKey}`;
    if (!(await agree(session, { action, consequences }, flags))) return;
    const call = { path: { consumerKey, secretId }, body: { endTokens } };
    const { body } = await (await session.registry()).call('retireSecret', call);
    session.out.list(body.secrets, SECRET_COLUMNS, body);
  },
});
