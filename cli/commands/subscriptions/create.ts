/** `tollgate subscriptions create` */
import { defineCommand } from '../../command/command.ts';
import { SUBSCRIPTION_FIELDS } from '../../output/columns.ts';
import { deliverSecret, SECRET_FLAGS } from '../../output/deliver-secret.ts';
import { ATTRIBUTE_FLAG, readAttributes } from '../attribute-flags.ts';
import { readTime } from '../times.ts';
import { JWKS_FLAG, readKeySet } from './client-keys.ts';

export const createSubscription = defineCommand({
  name: 'subscriptions create',
  summary: 'Subscribe a client to a product, and get its consumer key and secret',
  details:
    'The consumer secret is shown this once. A product with manual key approval gives a subscription that waits to be approved.',
  examples: [
    { line: 'tollgate subscriptions create --client acme --product starter', about: 'Shows key and secret' },
    {
      line: 'tollgate subscriptions create --client acme --product starter --secret-file acme.secret',
      about: 'Writes the secret to a new file that only you can read',
    },
    {
      line: 'tollgate subscriptions create --client acme --product starter --jwks public.pem',
      about: 'With a public key: the client may authenticate by private_key_jwt',
    },
    {
      line: 'tollgate subscriptions create --client acme --product starter --expires-at 2027-12-31',
      about: 'One that ends by itself',
    },
  ],
  arguments: {},
  flags: {
    client: { kind: 'text', value: 'client-id', description: 'Who subscribes', required: true },
    product: { kind: 'text', value: 'product-id', description: 'To what', required: true },
    validFrom: { kind: 'text', value: 'time', description: 'When it begins (ISO 8601; default: now)' },
    expiresAt: { kind: 'text', value: 'time', description: 'When it ends (ISO 8601; default: never)' },
    jwks: JWKS_FLAG,
    attribute: ATTRIBUTE_FLAG,
    ...SECRET_FLAGS,
  },
  run: async (_, flags, session) => {
    const jwks = flags.jwks === undefined ? undefined : await readKeySet(flags.jwks, session.readStdin);
    const registry = await session.registry();
    await deliverSecret(session, SUBSCRIPTION_FIELDS, flags.secretFile, async () => {
      const { body } = await registry.call('createSubscription', {
        headers: { 'idempotency-key': flags.idempotencyKey ?? session.newId() },
        body: {
          clientId: flags.client,
          productId: flags.product,
          jwks,
          validFrom: readTime(flags.validFrom),
          expiresAt: readTime(flags.expiresAt),
          attributes: readAttributes(flags.attribute),
        },
      });
      const { consumerSecret, consumerSecretShown, ...thing } = body;
      const secretless = consumerSecret === undefined && consumerSecretShown === undefined;
      return { thing, consumerKey: thing.consumerKey, consumerSecret, secretless };
    });
  },
});
