/** `tollgate tokens get` */
import { defineCommand } from '../../command/command.ts';
import { CREDENTIAL_FLAGS } from '../../token/consumer-credentials.ts';
import { fetchToken } from '../../token/fetch-token.ts';

export const getToken = defineCommand({
  name: 'tokens get',
  summary: 'Get an access token with a consumer key and its secret or private key',
  details:
    'The secret comes from --secret-file, from stdin with --secret-stdin, from TOLLGATE_CONSUMER_SECRET, or is asked for; it is never a flag. The token alone goes to stdout.',
  examples: [
    { line: 'TOKEN=$(tollgate tokens get)', about: "With the running host's demo subscription" },
    {
      line: 'tollgate tokens get tgk_0123456789abcdefghijkl --secret-file acme.secret',
      about: 'With a secret in a file',
    },
    {
      line: 'tollgate tokens get tgk_0123456789abcdefghijkl --private-key acme.pem',
      about: 'With a private key, whose public half the subscription has (private_key_jwt)',
    },
    {
      line: 'pass acme | tollgate tokens get tgk_0123456789abcdefghijkl --secret-stdin --output json',
      about: 'With one of a password manager; the whole answer as JSON',
    },
  ],
  arguments: {
    consumerKey: { description: "The consumer key (default: TOLLGATE_CONSUMER_KEY, or the demo's)", optional: true },
  },
  flags: CREDENTIAL_FLAGS,
  run: async ({ consumerKey }, flags, session) => {
    const answer = await fetchToken(session, { consumerKey, ...flags });
    session.out.text(answer.access_token, answer);
    if (answer.expires_in !== undefined) session.out.talk(`It lives for ${answer.expires_in} s.`);
  },
});
