/** `tollgate subscriptions resume` */
import { defineCommand } from '../../command/command.ts';
import { SUBSCRIPTION_FIELDS } from '../../output/columns.ts';
import { CONSUMER_KEY } from './consumer-key-argument.ts';

export const resumeSubscription = defineCommand({
  name: 'subscriptions resume',
  summary: 'Resume a paused subscription',
  examples: [{ line: 'tollgate subscriptions resume tgk_0123456789abcdefghijkl', about: 'It works again' }],
  arguments: CONSUMER_KEY,
  flags: {},
  run: async ({ consumerKey }, _, session) => {
    const registry = await session.registry();
    const { body } = await registry.call('resumeSubscription', { path: { consumerKey } });
    session.out.thing(body, SUBSCRIPTION_FIELDS);
  },
});
