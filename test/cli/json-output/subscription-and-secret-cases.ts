/** What commands about subscriptions and their secrets answer as JSON. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import { ABOUT, AT, aConsumerKey, aSecret, aSecretEntry, aSubscriptionOf, type JsonCase } from './json-world.ts';

const STORE_IT = 'Store the consumer secret now: it cannot be shown again.';
const OVERLAP_END = '2026-01-03T03:04:05.678Z';
/** Made by a case; the test takes it away. */
export const SECRET_FILE = path.join(tmpdir(), `tollgate-json-${crypto.randomUUID()}.secret`);
const subscribe = ['--client', 'acme', '--product', 'starter'];
const theKey: JsonCase['args'] = ({ consumerKey }) => [consumerKey];

export const SUBSCRIPTION_CASES: readonly JsonCase[] = [
  {
    command: 'subscriptions create',
    args: () => [...subscribe, '--valid-from', '2026-01-01', '--expires-at', '2026-01-10'],
    json: (world) => ({
      ...aSubscriptionOf(world),
      consumerKey: aConsumerKey,
      validFrom: '2026-01-01T00:00:00.000Z',
      expiresAt: '2026-01-10T00:00:00.000Z',
      expiresSoon: true,
      secrets: [aSecretEntry()],
      consumerSecret: aSecret,
    }),
    secretOf: ({ consumerSecret }) => consumerSecret,
    talk: () => [STORE_IT],
  },
  {
    command: 'subscriptions create',
    when: 'the secret goes to a file',
    args: () => [...subscribe, '--secret-file', SECRET_FILE],
    json: (world) => ({
      ...aSubscriptionOf(world),
      consumerKey: aConsumerKey,
      secrets: [aSecretEntry()],
      secretFile: SECRET_FILE,
    }),
    talk: () => [`The consumer secret is in ${SECRET_FILE}; it cannot be shown again.`],
  },
  {
    command: 'subscriptions create',
    when: 'it is repeated with the same idempotency key',
    args: () => [...subscribe, '--idempotency-key', 'order-17'],
    before: ({ tollgate }) => tollgate(['subscriptions', 'create', ...subscribe, '--idempotency-key', 'order-17']),
    json: (world) => ({ ...aSubscriptionOf(world), consumerKey: aConsumerKey, secrets: [aSecretEntry()] }),
    exitCode: 1,
    talk: () => [
      'This was made by an earlier request with the same idempotency key, and its secret was shown then.',
      expect.stringMatching(/^Next: tollgate secrets rotate tgk_\w+ makes another one\.$/),
    ],
  },
  {
    command: 'subscriptions list',
    args: () => ['--client', 'acme', '--status', 'active'],
    json: (world) => ({ items: [aSubscriptionOf(world)] }),
  },
  { command: 'subscriptions show', args: theKey, json: (world) => aSubscriptionOf(world) },
  {
    command: 'subscriptions update',
    args: ({ consumerKey }) => [consumerKey, '--expires-at', '2027-01-01', '--attribute', 'tier=gold'],
    json: (world) =>
      aSubscriptionOf(world, { expiresAt: '2027-01-01T00:00:00.000Z', attributes: { tier: 'gold' }, revision: 2 }),
  },
  {
    command: 'subscriptions approve',
    before: async ({ tollgate }) => {
      await tollgate(['products', 'create', 'partner', '--project', 'orders', '--key-approval', 'manual']);
      const created = ['subscriptions', 'create', '--client', 'acme', '--product', 'partner', '-o', 'json'];
      return (await tollgate(created)).json.consumerKey;
    },
    args: (world) => [String(world.prepared)],
    json: (world) =>
      aSubscriptionOf(world, {
        consumerKey: world.prepared,
        productId: 'partner',
        secrets: [aSecretEntry()],
        revision: 2,
      }),
  },
  {
    command: 'subscriptions pause',
    args: ({ consumerKey }) => [consumerKey, '--yes'],
    json: (world) => aSubscriptionOf(world, { status: 'paused', revision: 2 }),
    talk: ({ consumerKey }) => [
      `Pause the subscription ${consumerKey} of "acme" to "starter" ${ABOUT}.`,
      'It gets no token until it is resumed.',
    ],
  },
  {
    command: 'subscriptions resume',
    before: ({ tollgate, consumerKey }) => tollgate(['subscriptions', 'pause', consumerKey, '--yes']),
    args: theKey,
    json: (world) => aSubscriptionOf(world, { revision: 3 }),
  },
  {
    command: 'subscriptions revoke',
    args: ({ consumerKey }) => [consumerKey, '--yes'],
    json: (world) => aSubscriptionOf(world, { status: 'revoked', revision: 2 }),
    talk: ({ consumerKey }) => [
      `Revoke the subscription ${consumerKey} of "acme" to "starter" ${ABOUT}.`,
      'This is final: its consumer key and secrets never work again.',
    ],
  },
  {
    command: 'subscriptions delete',
    args: ({ consumerKey }) => [consumerKey, '--confirm', consumerKey],
    json: ({ consumerKey }) => ({ deleted: true, consumerKey }),
    talk: ({ consumerKey }) => [
      `Delete the subscription ${consumerKey} of "acme" to "starter" ${ABOUT}.`,
      'It is active; whoever uses its key breaks.',
      `Deleted the subscription ${consumerKey}.`,
    ],
  },
];

export const SECRET_CASES: readonly JsonCase[] = [
  { command: 'secrets list', args: theKey, json: ({ secretId }) => ({ items: [aSecretEntry({ secretId })] }) },
  {
    command: 'secrets rotate',
    args: theKey,
    json: (world) => ({
      secret: aSecretEntry(),
      subscription: aSubscriptionOf(world, {
        secrets: [
          aSecretEntry({ secretId: world.secretId, expiresAt: OVERLAP_END, expiresSoon: true }),
          aSecretEntry(),
        ],
        revision: 2,
      }),
      consumerSecret: aSecret,
    }),
    secretOf: ({ consumerSecret }) => consumerSecret,
    talk: () => [STORE_IT],
  },
  {
    command: 'secrets retire',
    args: ({ consumerKey, secretId }) => [consumerKey, secretId, '--end-tokens', '--yes'],
    json: (world) =>
      aSubscriptionOf(world, {
        secrets: [aSecretEntry({ secretId: world.secretId, expiresAt: AT })],
        tokensNotBefore: expect.stringMatching(/^2026-01-02T03:04:1\d\.000Z$/),
        revision: 2,
      }),
    talk: ({ consumerKey, secretId }) => [
      `Retire the secret ${secretId} of ${consumerKey} ${ABOUT}.`,
      'Whoever uses it gets no token any more.',
      'All tokens of the subscription that were issued until now end.',
    ],
  },
];
