/** `tollgate products show` */
import { defineCommand } from '../../command/command.ts';
import { PRODUCT_FIELDS } from '../../output/columns.ts';

export const showProduct = defineCommand({
  name: 'products show',
  summary: 'Show a product',
  examples: [{ line: 'tollgate products show starter', about: 'Its projects, scopes and attributes' }],
  arguments: { productId: { description: 'Its id' } },
  flags: {},
  run: async ({ productId }, _, session) => {
    const { body } = await (await session.registry()).call('readProduct', { path: { productId } });
    session.out.thing(body, PRODUCT_FIELDS);
  },
});
