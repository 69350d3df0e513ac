/** Finds what a token is asked for with: a consumer key, and its secret or a private key. A secret is never taken as a flag. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Session } from '../session.ts';

export const CREDENTIAL_FLAGS = {
  secretFile: { kind: 'text', value: 'path', description: 'Read the consumer secret from this file' },
  secretStdin: { kind: 'switch', description: 'Read the consumer secret from stdin' },
  privateKey: {
    kind: 'text',
    value: 'path',
    description: 'Authenticate by private_key_jwt with this key (PEM or JWK)',
  },
  scope: { kind: 'list', value: 'scope', description: 'Ask for this scope only; may be given several times' },
  resource: {
    kind: 'list',
    value: 'url',
    description: 'Ask for a token for this project only, by its URL; may be given several times',
  },
  tokenUrl: { kind: 'text', value: 'url', description: "Another token endpoint than the server group's first" },
} as const;

export type ConsumerCredentials = { readonly consumerKey: string } & (
  | { readonly consumerSecret: string }
  | { readonly privateKey: KeyObject; readonly kid: string | undefined }
);

export interface CredentialChoice {
  /** @default - TOLLGATE_CONSUMER_KEY, or that of the running host's demo */
  readonly consumerKey: string | undefined;
  readonly secretFile: string | undefined;
  readonly secretStdin: boolean;
  readonly privateKey: string | undefined;
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
      `See tollgate subscriptions list${session.targetFlags}.`,
    );
  }
  if (choice.privateKey !== undefined) {
    if (choice.secretFile !== undefined || choice.secretStdin) {
      throw usageError('--private-key goes with no secret.', 'Leave --secret-file and --secret-stdin out.');
    }
    return { consumerKey, ...readPrivateKey(choice.privateKey) };
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

function readSecret(path: string, flag = '--secret-file'): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(`${path} cannot be read.`, `Check the path given with ${flag}.`, EXIT_CODES.usage, { cause });
  }
}

/** What cannot be read is not repeated, and no cause is kept: it could hold the key. */
function readPrivateKey(path: string): { readonly privateKey: KeyObject; readonly kid: string | undefined } {
  const text = readSecret(path, '--private-key');
  try {
    if (!text.trimStart().startsWith('{')) return { privateKey: createPrivateKey(text), kid: undefined };
    const jwk = JSON.parse(text);
    return {
      privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
      kid: typeof jwk.kid === 'string' ? jwk.kid : undefined,
    };
  } catch {
    throw usageError(
      `${path} holds no private key that could be read.`,
      'It must be PEM or a JWK, and without a passphrase.',
    );
  }
}
