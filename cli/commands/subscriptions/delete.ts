/** `tollgate subscriptions delete` */
import { defineCommand } from '../../command/command.ts';
import { agree, CONFIRM_FLAGS } from '../../interaction/agree.ts';
import { CONSUMER_KEY } from './consumer-key-argument.ts';

export const deleteSubscription = defineCommand({
  name: 'subscriptions delete',
  summary: 'Delete a subscription',
  examples: [
    { line: 'tollgate subscriptions delete tgk_0123456789abcdefghijkl', about: 'Asks first' },
    {
      line: 'tollgate subscriptions delete tgk_0123456789abcdefghijkl --yes',
      about: 'A revoked or pending one, in a script',
    },
    {
      line: 'tollgate subscriptions delete tgk_0123456789abcdefghijkl --confirm tgk_0123456789abcdefghijkl',
      about: 'One that is in use, in a script',
    },
  ],
  arguments: CONSUMER_KEY,
  flags: CONFIRM_FLAGS,
  run: async ({ consumerKey }, flags, session) => {
    const registry = await session.registry();
    const { body, etag = '*' } = await registry.call('readSubscription', { path: { consumerKey } });
    const { clientId, productId, status } = body;
    const inUse = status === 'active' || status === 'paused';
    const plan = {
      action: `Delete the subscription ${consumerKey} of "${clientId}" to "${productId}"`,
      ...(inUse && { name: consumerKey, consequences: [`It is ${status}; whoever uses its key breaks.`] }),
    };
    if (!(await agree(session, plan, flags))) return;
    const query = inUse ? { confirm: consumerKey } : {};
    await registry.call('deleteSubscription', { path: { consumerKey }, query, headers: { 'if-match': etag } });
    session.out.done({ deleted: true, consumerKey });
    session.out.talk(`Deleted the subscription ${consumerKey}.`);
  },
});
