/** Finds the consumer key and secret that a token is asked for with. A secret is never taken as a flag. */
import { readFileSync } from 'node:fs';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Session } from '../session.ts';

export const CREDENTIAL_FLAGS = {
  secretFile: { kind: 'text', value: 'path', description: 'Read the consumer secret from this file' },
  secretStdin: { kind: 'switch', description: 'Read the consumer secret from stdin' },
  scope: { kind: 'list', value: 'scope', description: 'Ask for this scope only; may be given several times' },
  tokenUrl: { kind: 'text', value: 'url', description: "Another token endpoint than the server group's first" },
} as const;

export interface ConsumerCredentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

export interface CredentialChoice {
  /** @default - TOLLGATE_CONSUMER_KEY, or that of the running host's demo */
  readonly consumerKey: string | undefined;
  readonly secretFile: string | undefined;
  readonly secretStdin: boolean;
}

/** @throws CliError when something is missing */
export async function consumerCredentials(session: Session, choice: CredentialChoice): Promise<ConsumerCredentials> {
  const { demo } = await session.target();
  const consumerKey = choice.consumerKey ?? session.env.TOLLGATE_CONSUMER_KEY ?? demo?.consumerKey;
  if (consumerKey === undefined) {
    throw usageError('No consumer key is named.', 'Give it as the argument, or set TOLLGATE_CONSUMER_KEY.');
  }
  if (!/^tgk_[0-9A-Za-z]{22}$/.test(consumerKey)) {
    throw usageError(
      'That is no consumer key: one is tgk_ and 22 letters and digits.',
      'See tollgate subscriptions list.',
    );
  }
  const given = await givenSecret(session, choice);
  const consumerSecret = given ?? (consumerKey === demo?.consumerKey ? demo.consumerSecret : await asked(session));
  return { consumerKey, consumerSecret: consumerSecret.trim() };
}

async function givenSecret(
  { env, readStdin }: Session,
  { secretFile, secretStdin }: CredentialChoice,
): Promise<string | undefined> {
  if (secretFile !== undefined && secretStdin) throw usageError('--secret-file and --secret-stdin exclude each other.');
  if (secretStdin) return readStdin();
  if (secretFile !== undefined) return readSecret(secretFile);
  return env.TOLLGATE_CONSUMER_SECRET === '' ? undefined : env.TOLLGATE_CONSUMER_SECRET;
}

async function asked({ prompts }: Session): Promise<string> {
  if (prompts.interactive) return prompts.password('Consumer secret');
  throw usageError(
    'The consumer secret is missing.',
    'Give it with --secret-file, --secret-stdin or TOLLGATE_CONSUMER_SECRET.',
  );
}

function readSecret(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(`${path} cannot be read.`, 'Check the path given with --secret-file.', EXIT_CODES.usage, {
      cause,
    });
  }
}
