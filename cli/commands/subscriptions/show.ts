/** `tollgate subscriptions show` */
import { defineCommand } from '../../command/command.ts';
import { SUBSCRIPTION_FIELDS } from '../../output/columns.ts';
import { CONSUMER_KEY } from './consumer-key-argument.ts';

export const showSubscription = defineCommand({
  name: 'subscriptions show',
  summary: 'Show a subscription',
  examples: [{ line: 'tollgate subscriptions show tgk_0123456789abcdefghijkl', about: 'Its state, times and secrets' }],
  arguments: CONSUMER_KEY,
  flags: {},
  run: async ({ consumerKey }, _, session) => {
    const { body } = await (await session.registry()).call('readSubscription', { path: { consumerKey } });
    session.out.thing(body, SUBSCRIPTION_FIELDS);
  },
});
