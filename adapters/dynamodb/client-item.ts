/** How a client stands in the table Clients. */
import type { Client } from '#core/registry/client.ts';
import { type AggregateItem, parseAggregateState } from './aggregate-item.ts';
import { TABLES } from './tables.ts';

export const clientItem: AggregateItem<Client> = {
  table: 'Clients',
  key: TABLES.Clients.partitionKey,
  parse: (fields) => ({
    ...parseAggregateState(fields),
    clientId: fields.text('clientId'),
    displayName: fields.text('displayName'),
    email: fields.text('email'),
    status: fields.oneOf('status', ['active', 'disabled']),
    attributes: fields.textMap('attributes'),
  }),
};
