/** `tollgate secrets rotate` */
import { defineCommand } from '../../command/command.ts';
import { AGREEMENT_FLAGS, agree } from '../../interaction/agree.ts';
import { SECRET_COLUMNS } from '../../output/columns.ts';
import { deliverSecret, SECRET_FLAGS } from '../../output/deliver-secret.ts';
import { CONSUMER_KEY } from '../subscriptions/consumer-key-argument.ts';
import { readTime } from '../times.ts';

export const rotateSecret = defineCommand({
  name: 'secrets rotate',
  summary: 'Make another secret; the older one goes on for the overlap',
  details: 'The new secret is shown this once. At most two secrets work at a time.',
  examples: [
    { line: 'tollgate secrets rotate tgk_0123456789abcdefghijkl', about: 'The older secret works for 24 hours more' },
    {
      line: 'tollgate secrets rotate tgk_0123456789abcdefghijkl --overlap 7d --secret-file acme.secret',
      about: 'For a week more; the new one goes to a new file that only you can read',
    },
    {
      line: 'tollgate secrets rotate tgk_0123456789abcdefghijkl --overlap now --yes',
      about: 'The older ones end at once, as after a leak',
    },
  ],
  arguments: CONSUMER_KEY,
  flags: {
    overlap: { kind: 'text', value: 'duration', description: 'now, or for instance 90m, 24h, 7d (default: 24h)' },
    expiresAt: { kind: 'text', value: 'time', description: 'When the new secret ends (ISO 8601; default: never)' },
    ...AGREEMENT_FLAGS,
    ...SECRET_FLAGS,
  },
  run: async ({ consumerKey }, { overlap = '24h', expiresAt, idempotencyKey, secretFile, ...flags }, session) => {
    const action = `Rotate the secret of ${consumerKey}`;
    const consequences = [
      overlap === 'now' ? 'Its older secrets end at once.' : `Its older secrets end in ${overlap}.`,
    ];
    const asks = overlap === 'now' || flags.dryRun;
    if (asks && !(await agree(session, { action, consequences }, flags))) return;
    const registry = await session.registry();
    await deliverSecret(session, ROTATION_FIELDS, secretFile, async () => {
      const { body } = await registry.call('rotateSecret', {
        path: { consumerKey },
        headers: { 'idempotency-key': idempotencyKey ?? session.newId() },
        body: { overlap, expiresAt: readTime(expiresAt) },
      });
      const { consumerSecret, consumerSecretShown, ...thing } = body;
      return { thing, consumerKey, consumerSecret };
    });
  },
});

const ROTATION_FIELDS = [
  {
    heading: 'consumer key',
    value: ({ subscription }: { readonly subscription: { readonly consumerKey: string } }) => subscription.consumerKey,
  },
  ...SECRET_COLUMNS.slice(0, 4).map(({ heading, value }) => ({
    heading,
    value: ({ secret }: { readonly secret: Parameters<typeof value>[0] }) => value(secret),
  })),
];
