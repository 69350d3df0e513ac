/** How a subscription, with its secrets' hashes, stands in the table Subscriptions. */
import type { ConsumerSecret, Subscription } from '#core/registry/subscription.ts';
import { type AggregateItem, parseAggregateState } from './aggregate-item.ts';
import { parseJwk } from './client-jwk-item.ts';
import type { ItemFields } from './item-fields.ts';
import { TABLES } from './tables.ts';

export const subscriptionItem: AggregateItem<Subscription> = {
  table: 'Subscriptions',
  key: TABLES.Subscriptions.partitionKey,
  parse: (fields) => ({
    ...parseAggregateState(fields),
    consumerKey: fields.text('consumerKey'),
    clientId: fields.text('clientId'),
    clientIncarnation: fields.text('clientIncarnation'),
    productId: fields.text('productId'),
    productIncarnation: fields.text('productIncarnation'),
    status: fields.oneOf('status', ['pending', 'active', 'paused', 'revoked']),
    secrets: fields.list('secrets', parseSecret),
    ...(fields.has('jwks') && { jwks: fields.nested('jwks', (set) => ({ keys: set.list('keys', parseJwk) })) }),
    ...(fields.has('validFrom') && { validFrom: fields.time('validFrom') }),
    ...(fields.has('expiresAt') && { expiresAt: fields.time('expiresAt') }),
    attributes: fields.textMap('attributes'),
    ...(fields.has('tokensNotBefore') && { tokensNotBefore: fields.seconds('tokensNotBefore') }),
  }),
};

function parseSecret(fields: ItemFields): ConsumerSecret {
  return {
    secretId: fields.text('secretId'),
    hash: fields.matching('hash', /^[0-9a-f]{64}$/),
    hint: fields.text('hint'),
    createdAt: fields.time('createdAt'),
    ...(fields.has('expiresAt') && { expiresAt: fields.time('expiresAt') }),
  };
}
