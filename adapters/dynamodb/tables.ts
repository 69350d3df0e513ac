/** The tables of a server group: keys, indexes and the attribute that lets DynamoDB clean up. */

export interface TableShape {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes?: readonly IndexShape[];
  /** Epoch seconds after which DynamoDB may remove the item. Expiry that matters is checked in code. */
  readonly timeToLiveAttribute?: string;
}

export interface IndexShape {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** All keys are strings. */
export const TABLES = {
  Products: { partitionKey: 'productId' },
  Clients: { partitionKey: 'clientId' },
  Subscriptions: {
    partitionKey: 'consumerKey',
    indexes: [
      { name: 'byClient', partitionKey: 'clientId', sortKey: 'consumerKey' },
      { name: 'byProduct', partitionKey: 'productId', sortKey: 'consumerKey' },
    ],
  },
  SigningKeys: { partitionKey: 'kid' },
} as const satisfies Readonly<Record<string, TableShape>>;

export type TableName = keyof typeof TABLES;
