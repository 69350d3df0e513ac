/** `tollgate products delete` */
import { defineCommand } from '../../command/command.ts';
import { agree, CONFIRM_FLAGS } from '../../interaction/agree.ts';
import { countDependents, describeCount } from '../../registry/count-dependents.ts';

export const deleteProduct = defineCommand({
  name: 'products delete',
  summary: 'Delete a product',
  details: 'Subscriptions to it open nothing any more, and a product made later under its id does not revive them.',
  examples: [
    { line: 'tollgate products delete starter', about: 'Asks first' },
    { line: 'tollgate products delete starter --yes', about: 'One that nobody subscribes to, in a script' },
    { line: 'tollgate products delete starter --confirm starter', about: 'One with subscriptions, in a script' },
  ],
  arguments: { productId: { description: 'Its id' } },
  flags: CONFIRM_FLAGS,
  run: async ({ productId }, flags, session) => {
    const registry = await session.registry();
    const { body, etag = '*' } = await registry.call('readProduct', { path: { productId } });
    const breaking = await countDependents(registry, { productId });
    const plan = {
      action: `Delete the product "${productId}" (${body.displayName})`,
      ...(breaking > 0 && { name: productId, consequences: [`${describeCount(breaking)} will break.`] }),
    };
    if (!(await agree(session, plan, flags))) return;
    const query = breaking > 0 ? { confirm: productId } : {};
    await registry.call('deleteProduct', { path: { productId }, query, headers: { 'if-match': etag } });
    session.out.done({ deleted: true, productId });
    session.out.talk(`Deleted the product "${productId}".`);
  },
});
