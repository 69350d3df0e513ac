/** The tables of a server group: keys, indexes and the attribute that lets DynamoDB clean up. */

export interface TableShape {
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** @default 'string' */
  readonly sortKeyType?: 'string' | 'number';
  readonly indexes?: readonly IndexShape[];
  /** Epoch seconds after which DynamoDB may remove the item. Expiry that matters is checked in code. */
  readonly timeToLiveAttribute?: string;
}

/** Holds whole items. */
export interface IndexShape {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** All keys are strings, but for a sort key that says otherwise. docs/storage-schema.md describes the items. */
export const TABLES = {
  Products: { partitionKey: 'productId', timeToLiveAttribute: 'timeToLive' },
  Clients: { partitionKey: 'clientId', timeToLiveAttribute: 'timeToLive' },
  Subscriptions: {
    partitionKey: 'consumerKey',
    indexes: [
      { name: 'byClient', partitionKey: 'clientId', sortKey: 'consumerKey' },
      { name: 'byProduct', partitionKey: 'productId', sortKey: 'consumerKey' },
    ],
    timeToLiveAttribute: 'timeToLive',
  },
  SecretUses: { partitionKey: 'consumerKey', sortKey: 'secretId' },
  AuditTrail: {
    partitionKey: 'entityIncarnation',
    sortKey: 'revision',
    sortKeyType: 'number',
    indexes: [
      { name: 'byEntity', partitionKey: 'entity', sortKey: 'moment' },
      { name: 'byDay', partitionKey: 'day', sortKey: 'moment' },
    ],
  },
  SigningKeys: { partitionKey: 'kid', timeToLiveAttribute: 'timeToLive' },
  Revocations: { partitionKey: 'jti', timeToLiveAttribute: 'timeToLive' },
  AssertionUses: { partitionKey: 'assertionKey', timeToLiveAttribute: 'timeToLive' },
} as const satisfies Readonly<Record<string, TableShape>>;

export type TableName = keyof typeof TABLES;
