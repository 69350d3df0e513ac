/** `tollgate products create` */

import { usageError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { PRODUCT_FIELDS } from '../../output/columns.ts';
import { warnOfScopes } from '../../registry/scope-warnings.ts';
import { ATTRIBUTE_FLAG, readAttributes } from '../attribute-flags.ts';
import { choiceOf } from '../choice.ts';
import { PRODUCT_FLAGS, readLifetime, readMethods, readProjects } from './product-flags.ts';

export const createProduct = defineCommand({
  name: 'products create',
  summary: 'Create a product',
  examples: [
    {
      line: 'tollgate products create starter --project orders-1.0 --scope orders:read',
      about: 'A product that opens one API project',
    },
    {
      line: 'tollgate products create partner --name "Partner" --project orders-1.0 --key-approval manual',
      about: 'One whose subscriptions wait to be approved',
    },
  ],
  arguments: { productId: { description: 'Its id: lower-case letters, digits, ".", "_", "-"' } },
  flags: {
    name: { kind: 'text', value: 'text', description: 'Its name for people (default: the id)' },
    ...PRODUCT_FLAGS,
    attribute: ATTRIBUTE_FLAG,
  },
  run: async ({ productId }, flags, session) => {
    const projects = readProjects(flags.project, flags.operation);
    if (projects === undefined) {
      throw usageError(
        'A product opens at least one API project.',
        `Add --project; tollgate projects list${session.targetFlags} shows them.`,
      );
    }
    const registry = await session.registry();
    const { body } = await registry.call('createProduct', {
      headers: { 'idempotency-key': session.newId() },
      body: {
        productId,
        displayName: flags.name ?? productId,
        description: flags.description,
        projects,
        scopes: [...flags.scope],
        access: choiceOf(['public', 'private'], flags.access),
        keyApproval: choiceOf(['automatic', 'manual'], flags.keyApproval),
        authenticationMethods: readMethods(flags.authenticationMethod),
        accessTokenExpiryTime: readLifetime(flags.tokenLifetime),
        attributes: readAttributes(flags.attribute),
      },
    });
    session.out.thing(body, PRODUCT_FIELDS);
    await warnOfScopes(session, body);
    const next = `tollgate subscriptions create --product ${body.productId} --client ID${session.targetFlags}`;
    session.out.talk(`Created. Next: ${next}`);
  },
});
