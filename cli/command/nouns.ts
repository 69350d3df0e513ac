/** The things that commands are about, with the other name that each goes by. */

export interface Noun {
  readonly name: string;
  /** Its singular, which works as well. */
  readonly alias: string;
  readonly summary: string;
}

export const NOUNS: readonly Noun[] = [
  { name: 'products', alias: 'product', summary: 'What is sold together: API projects and scopes' },
  { name: 'clients', alias: 'client', summary: 'Who calls' },
  { name: 'subscriptions', alias: 'subscription', summary: "Clients' rights to products, with their consumer keys" },
  { name: 'secrets', alias: 'secret', summary: 'Consumer secrets of a subscription' },
  { name: 'signing-keys', alias: 'signing-key', summary: 'Keys that access tokens are signed with' },
  { name: 'tokens', alias: 'token', summary: 'Access tokens' },
  { name: 'audit', alias: 'audits', summary: 'Who changed what' },
  { name: 'projects', alias: 'project', summary: 'API projects of the server group' },
];
