/** `tollgate secrets list` */
import { defineCommand } from '../../command/command.ts';
import { SECRET_COLUMNS } from '../../output/columns.ts';
import { CONSUMER_KEY } from '../subscriptions/consumer-key-argument.ts';

export const listSecrets = defineCommand({
  name: 'secrets list',
  summary: 'List the secrets of a subscription, by their last characters',
  examples: [{ line: 'tollgate secrets list tgk_0123456789abcdefghijkl', about: 'With the last use of each' }],
  arguments: CONSUMER_KEY,
  flags: {},
  run: async ({ consumerKey }, _, session) => {
    const { body } = await (await session.registry()).call('readSubscription', { path: { consumerKey } });
    session.out.list(body.secrets, SECRET_COLUMNS, { items: body.secrets });
  },
});
