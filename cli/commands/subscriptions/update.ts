/** `tollgate subscriptions update` */
import { usageError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { SUBSCRIPTION_FIELDS } from '../../output/columns.ts';
import { ATTRIBUTE_CHANGE_FLAG, readAttributeChanges } from '../attribute-flags.ts';
import { readTime } from '../times.ts';
import { JWKS_FLAG, readKeySet } from './client-keys.ts';
import { CONSUMER_KEY } from './consumer-key-argument.ts';

export const updateSubscription = defineCommand({
  name: 'subscriptions update',
  summary: 'Change when a subscription begins and ends, its keys and its attributes',
  details: 'What is not named stays as it is.',
  examples: [
    { line: 'tollgate subscriptions update tgk_0123456789abcdefghijkl --expires-at 2028-01-01', about: 'Another end' },
    { line: 'tollgate subscriptions update tgk_0123456789abcdefghijkl --unset expires-at', about: 'No end' },
    {
      line: 'tollgate subscriptions update tgk_0123456789abcdefghijkl --jwks new.pem --end-tokens',
      about: 'Another key, and an end to all tokens, after a private key has leaked',
    },
  ],
  arguments: CONSUMER_KEY,
  flags: {
    validFrom: { kind: 'text', value: 'time', description: 'When it begins (ISO 8601)' },
    expiresAt: { kind: 'text', value: 'time', description: 'When it ends (ISO 8601)' },
    jwks: { ...JWKS_FLAG, description: `${JWKS_FLAG.description}; they replace those it has` },
    endTokens: { kind: 'switch', description: 'End all tokens that were issued so far, as after a leak' },
    attribute: ATTRIBUTE_CHANGE_FLAG,
    unset: {
      kind: 'list',
      value: 'field',
      choices: ['valid-from', 'expires-at', 'jwks'],
      description: 'Take an optional field away',
    },
  },
  run: async ({ consumerKey }, { validFrom, expiresAt, jwks, endTokens, attribute, unset }, session) => {
    const change = {
      validFrom: readTime(validFrom) ?? (unset.includes('valid-from') ? null : undefined),
      expiresAt: readTime(expiresAt) ?? (unset.includes('expires-at') ? null : undefined),
      jwks:
        jwks === undefined ? (unset.includes('jwks') ? null : undefined) : await readKeySet(jwks, session.readStdin),
      endTokens: endTokens || undefined,
      attributes: readAttributeChanges(attribute),
    };
    if (Object.values(change).every((value) => value === undefined)) {
      throw usageError('Nothing to change is named.', 'See tollgate subscriptions update --help.');
    }
    const registry = await session.registry();
    const { etag = '*' } = await registry.call('readSubscription', { path: { consumerKey } });
    const call = { path: { consumerKey }, headers: { 'if-match': etag }, body: change };
    const { body } = await registry.call('changeSubscription', call);
    session.out.thing(body, SUBSCRIPTION_FIELDS);
  },
});
