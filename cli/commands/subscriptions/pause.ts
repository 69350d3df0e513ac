/** `tollgate subscriptions pause` */
import { defineCommand } from '../../command/command.ts';
import { AGREEMENT_FLAGS, agree } from '../../interaction/agree.ts';
import { SUBSCRIPTION_FIELDS } from '../../output/columns.ts';
import { CONSUMER_KEY } from './consumer-key-argument.ts';

export const pauseSubscription = defineCommand({
  name: 'subscriptions pause',
  summary: 'Pause a subscription: no tokens, and those it has open nothing',
  details: 'No new tokens from then on; those it has end within the revocation bound (60 s by default).',
  examples: [
    { line: 'tollgate subscriptions pause tgk_0123456789abcdefghijkl', about: 'Asks first' },
    { line: 'tollgate subscriptions pause tgk_0123456789abcdefghijkl --yes', about: 'In a script' },
  ],
  arguments: CONSUMER_KEY,
  flags: AGREEMENT_FLAGS,
  run: async ({ consumerKey }, flags, session) => {
    const registry = await session.registry();
    const { body: subscription } = await registry.call('readSubscription', { path: { consumerKey } });
    const { clientId, productId } = subscription;
    const action = `Pause the subscription ${consumerKey} of "${clientId}" to "${productId}"`;
    if (!(await agree(session, { action, consequences: ['It gets no token until it is resumed.'] }, flags))) return;
    const { body } = await registry.call('pauseSubscription', { path: { consumerKey } });
    session.out.thing(body, SUBSCRIPTION_FIELDS);
  },
});
