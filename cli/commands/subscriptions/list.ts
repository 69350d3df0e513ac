/** `tollgate subscriptions list` */
import { defineCommand } from '../../command/command.ts';
import { SUBSCRIPTION_COLUMNS } from '../../output/columns.ts';
import { LIST_FLAGS, showList } from '../../output/show-list.ts';

export const listSubscriptions = defineCommand({
  name: 'subscriptions list',
  summary: 'List subscriptions',
  examples: [
    { line: 'tollgate subscriptions list --client acme', about: 'Those of a client' },
    { line: 'tollgate subscriptions list --status pending', about: 'Those that wait to be approved' },
    {
      line: 'tollgate subscriptions list --expires-soon',
      about: 'Those that end, or have a secret that ends, within 14 days',
    },
  ],
  arguments: {},
  flags: {
    client: { kind: 'text', value: 'client-id', description: 'Only those of this client' },
    product: { kind: 'text', value: 'product-id', description: 'Only those to this product' },
    status: {
      kind: 'text',
      value: 'status',
      choices: ['pending', 'active', 'paused', 'revoked'],
      description: 'Only those in this state',
    },
    expiresSoon: { kind: 'switch', description: 'Only those that end, or have a secret that ends, within 14 days' },
    ...LIST_FLAGS,
  },
  run: async (_, { client: clientId, product: productId, status, expiresSoon, limit }, session) => {
    const registry = await session.registry();
    await showList(
      session,
      SUBSCRIPTION_COLUMNS,
      // One of the two is asked of the registry, which takes no more, and the other is looked at here.
      (page) =>
        registry.call('listSubscriptions', {
          query: { ...page, ...(clientId === undefined ? { productId } : { clientId }) },
        }),
      {
        limit,
        only: (one) =>
          (productId === undefined || one.productId === productId) &&
          (status === undefined || one.status === status) &&
          (!expiresSoon || one.expiresSoon || one.secrets.some((secret) => secret.expiresSoon)),
      },
    );
  },
});
