/** A small world for commands with `--output json`: a product, a client and a subscription, at a fixed time. */
import { expect } from '@jest/globals';
import { type CliOptions, cliUnderTest } from '../../support/tollgate-cli.ts';

export const AT = '2026-01-02T03:04:05.678Z';
export const ABOUT = '(account 111122223333, region eu-west-1, server group development)';
export const SECRET = /^tgs_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/;
export const aConsumerKey = expect.stringMatching(/^tgk_[0-9A-Za-z]{22}$/);
export const aSecret = expect.stringMatching(SECRET);
const aHex = expect.stringMatching(/^[0-9a-f]{16,64}$/);
export const aDigest = expect.stringMatching(/^[0-9a-f]{64}$/);

export type Tollgate = ReturnType<typeof cliUnderTest>['tollgate'];

export interface JsonWorld {
  readonly tollgate: Tollgate;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly secretId: string;
  /** What was made before the command. */
  readonly prepared?: unknown;
}

export interface JsonCase {
  /** The words that the command is called by. */
  readonly command: string;
  /** What is special about this case of it. */
  readonly when?: string;
  /** What follows the words, apart from `--output json`. */
  readonly args?: (world: JsonWorld) => readonly string[];
  /** What it resolves to is `prepared`. */
  readonly before?: (world: JsonWorld) => Promise<unknown>;
  readonly options?: (world: JsonWorld) => CliOptions;
  /** All of stdout. */
  readonly json: (world: JsonWorld) => unknown;
  /** All of stderr, line by line. @default - nothing */
  readonly talk?: (world: JsonWorld) => readonly unknown[];
  /** Takes what is secret on purpose out of the data, which has to hold it. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is that of this case
  readonly secretOf?: (json: any) => string;
  readonly exitCode?: number;
}

export const PRODUCT = {
  productId: 'starter',
  displayName: 'starter',
  description: 'Cheap',
  projects: [{ projectId: 'orders' }],
  scopes: ['orders:read'],
  access: 'private',
  keyApproval: 'automatic',
  accessTokenExpiryTime: 600_000,
  attributes: { tier: 'gold' },
  revision: 1,
  createdAt: AT,
  changedAt: AT,
};

export const CLIENT = {
  clientId: 'acme',
  displayName: 'Acme',
  email: 'api@acme.example',
  status: 'active',
  attributes: {},
  revision: 1,
  createdAt: AT,
  changedAt: AT,
};

const SECRET_ENTRY = {
  secretId: aHex,
  hint: expect.stringMatching(/^[0-9A-Za-z]{4}$/),
  createdAt: AT,
  expiresSoon: false,
};

/** One secret as lists show it: by its last characters. */
export function aSecretEntry(fields: object = {}) {
  return { ...SECRET_ENTRY, ...fields };
}

export function aSubscriptionOf({ consumerKey, secretId }: JsonWorld, fields: object = {}) {
  return {
    consumerKey,
    clientId: 'acme',
    productId: 'starter',
    status: 'active',
    expiresSoon: false,
    secrets: [aSecretEntry({ secretId })],
    attributes: {},
    revision: 1,
    createdAt: AT,
    changedAt: AT,
    ...fields,
  };
}

export async function aJsonWorld(): Promise<JsonWorld> {
  const { tollgate } = cliUnderTest();
  const starter = ['products', 'create', 'starter', '--project', 'orders', '--scope', 'orders:read'];
  await tollgate([...starter, '--description', 'Cheap', '--token-lifetime', '10m', '--attribute', 'tier=gold']);
  await tollgate(['clients', 'create', 'acme', '--name', 'Acme', '--email', 'api@acme.example']);
  const made = await tollgate(['subscriptions', 'create', '--client', 'acme', '--product', 'starter', '-o', 'json']);
  const { consumerKey, consumerSecret, secrets } = made.json;
  return { tollgate, consumerKey, consumerSecret, secretId: secrets[0].secretId };
}
