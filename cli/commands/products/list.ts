/** `tollgate products list` */
import { defineCommand } from '../../command/command.ts';
import { PRODUCT_COLUMNS } from '../../output/columns.ts';
import { LIST_FLAGS, showList } from '../../output/show-list.ts';

export const listProducts = defineCommand({
  name: 'products list',
  summary: 'List products',
  examples: [
    { line: 'tollgate products list', about: 'All of them' },
    { line: "tollgate products list --output json | jq -r '.items[].productId'", about: 'Their ids, for scripts' },
  ],
  arguments: {},
  flags: LIST_FLAGS,
  run: async (_, { limit }, session) => {
    const registry = await session.registry();
    await showList(session, PRODUCT_COLUMNS, (query) => registry.call('listProducts', { query }), { limit });
  },
});
