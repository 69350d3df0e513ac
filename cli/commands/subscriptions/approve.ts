/** `tollgate subscriptions approve` */
import { defineCommand } from '../../command/command.ts';
import { SUBSCRIPTION_FIELDS } from '../../output/columns.ts';
import { CONSUMER_KEY } from './consumer-key-argument.ts';

export const approveSubscription = defineCommand({
  name: 'subscriptions approve',
  summary: 'Approve a subscription that waits for it',
  examples: [{ line: 'tollgate subscriptions approve tgk_0123456789abcdefghijkl', about: 'It works from then on' }],
  arguments: CONSUMER_KEY,
  flags: {},
  run: async ({ consumerKey }, _, session) => {
    const registry = await session.registry();
    const { body } = await registry.call('approveSubscription', { path: { consumerKey } });
    session.out.thing(body, SUBSCRIPTION_FIELDS);
  },
});
