/** `tollgate subscriptions update` */
import { usageError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { SUBSCRIPTION_FIELDS } from '../../output/columns.ts';
import { ATTRIBUTE_CHANGE_FLAG, readAttributeChanges } from '../attribute-flags.ts';
import { readTime } from '../times.ts';
import { CONSUMER_KEY } from './consumer-key-argument.ts';

export const updateSubscription = defineCommand({
  name: 'subscriptions update',
  summary: 'Change when a subscription begins and ends, and its attributes',
  details: 'What is not named stays as it is.',
  examples: [
    { line: 'tollgate subscriptions update tgk_0123456789abcdefghijkl --expires-at 2028-01-01', about: 'Another end' },
    { line: 'tollgate subscriptions update tgk_0123456789abcdefghijkl --unset expires-at', about: 'No end' },
  ],
  arguments: CONSUMER_KEY,
  flags: {
    validFrom: { kind: 'text', value: 'time', description: 'When it begins (ISO 8601)' },
    expiresAt: { kind: 'text', value: 'time', description: 'When it ends (ISO 8601)' },
    attribute: ATTRIBUTE_CHANGE_FLAG,
    unset: {
      kind: 'list',
      value: 'field',
      choices: ['valid-from', 'expires-at'],
      description: 'Take an optional field away',
    },
  },
  run: async ({ consumerKey }, { validFrom, expiresAt, attribute, unset }, session) => {
    const change = {
      validFrom: readTime(validFrom) ?? (unset.includes('valid-from') ? null : undefined),
      expiresAt: readTime(expiresAt) ?? (unset.includes('expires-at') ? null : undefined),
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
