/** `tollgate products update` */
import { usageError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { PRODUCT_FIELDS } from '../../output/columns.ts';
import { warnOfScopes } from '../../registry/scope-warnings.ts';
import { ATTRIBUTE_CHANGE_FLAG, readAttributeChanges } from '../attribute-flags.ts';
import { choiceOf } from '../choice.ts';
import { PRODUCT_FLAGS, readLifetime, readMethods, readProjects } from './product-flags.ts';

export const updateProduct = defineCommand({
  name: 'products update',
  summary: 'Change a product',
  details:
    'What is not named stays as it is. --project, --operation, --scope and --authentication-method replace the whole list.',
  examples: [
    { line: 'tollgate products update starter --name "Starter 2027"', about: 'Another name' },
    {
      line: 'tollgate products update starter --scope orders:read --scope orders:write',
      about: 'These scopes instead of those it has',
    },
    {
      line: 'tollgate products update starter --authentication-method private_key_jwt',
      about: 'Its clients authenticate by keys of their own; no secret works any more',
    },
    { line: 'tollgate products update starter --unset token-lifetime', about: "The token endpoint's lifetime again" },
  ],
  arguments: { productId: { description: 'Its id' } },
  flags: {
    name: { kind: 'text', value: 'text', description: 'Its name for people' },
    ...PRODUCT_FLAGS,
    attribute: ATTRIBUTE_CHANGE_FLAG,
    unset: {
      kind: 'list',
      value: 'field',
      choices: ['description', 'token-lifetime', 'authentication-method'],
      description: 'Take an optional field away',
    },
  },
  run: async ({ productId }, flags, session) => {
    const unset = (field: string) => (flags.unset.includes(field) ? null : undefined);
    const change = {
      displayName: flags.name,
      description: flags.description ?? unset('description'),
      projects: readProjects(flags.project, flags.operation),
      scopes: flags.scope.length === 0 ? undefined : [...flags.scope],
      access: choiceOf(['public', 'private'], flags.access),
      keyApproval: choiceOf(['automatic', 'manual'], flags.keyApproval),
      authenticationMethods: readMethods(flags.authenticationMethod) ?? unset('authentication-method'),
      accessTokenExpiryTime: readLifetime(flags.tokenLifetime) ?? unset('token-lifetime'),
      attributes: readAttributeChanges(flags.attribute),
    };
    if (Object.values(change).every((value) => value === undefined))
      throw usageError('Nothing to change is named.', 'See tollgate products update --help.');
    const registry = await session.registry();
    const { etag = '*' } = await registry.call('readProduct', { path: { productId } });
    const call = { path: { productId }, headers: { 'if-match': etag }, body: change };
    const { body } = await registry.call('changeProduct', call);
    session.out.thing(body, PRODUCT_FIELDS);
    if (change.projects !== undefined || change.scopes !== undefined) await warnOfScopes(session, body);
  },
});
