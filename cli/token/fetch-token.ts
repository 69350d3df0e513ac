/** Gets an access token for a command, and says in two lines why there is none. */
import {
  requestToken,
  type TokenAnswer,
  type TokenRequest,
  type TokenRequestFailure,
} from '#adapters/http/request-token.ts';
import { signClientAssertion } from '#adapters/http/sign-client-assertion.ts';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { redact } from '../redact.ts';
import type { Session } from '../session.ts';
import { type ConsumerCredentials, type CredentialChoice, consumerCredentials } from './consumer-credentials.ts';

export interface TokenChoice extends CredentialChoice {
  readonly scope: readonly string[];
  readonly resource: readonly string[];
  readonly tokenUrl: string | undefined;
}

/** @throws CliError */
export async function fetchToken(session: Session, choice: TokenChoice): Promise<TokenAnswer> {
  const tokenUrl = choice.tokenUrl ?? (await session.target()).tokenUrl;
  if (tokenUrl === undefined) throw usageError('The token endpoint is not known.', 'Name it with --token-url.');
  assertSafe(tokenUrl);
  const credentials = await consumerCredentials(session, choice);
  const scope = choice.scope.length === 0 ? undefined : choice.scope.join(' ');
  const request = {
    tokenUrl,
    credentials: 'privateKey' in credentials ? await assertionOf(session, credentials) : credentials,
    resources: choice.resource,
    ...(scope !== undefined && { scope }),
  };
  const answer = await requestToken(request, session.fetch);
  if (answer.ok) return answer.value;
  throw explain(answer.failure, credentials.consumerKey, secretsOf(credentials, request.credentials), session);
}

async function assertionOf(
  session: Session,
  { consumerKey, privateKey, kid }: Extract<ConsumerCredentials, { readonly privateKey: unknown }>,
) {
  const { issuer } = await session.target();
  if (issuer === undefined) throw usageError('The issuer is not known.', 'Name a server group with --server-group.');
  try {
    const fields = { consumerKey, issuer, privateKey, now: session.now(), ...(kid !== undefined && { kid }) };
    return { clientAssertion: signClientAssertion(fields) };
  } catch {
    throw usageError('With this private key no assertion can be signed.', 'It must be P-256, Ed25519 or RSA.');
  }
}

/** Secrets do not travel in the open. */
function assertSafe(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return;
  throw usageError('--token-url wants an https URL.', 'It is the output TokenUrl of the stack.');
}

/** All that an endpoint was sent, and might repeat. */
function secretsOf(given: ConsumerCredentials, sent: TokenRequest['credentials']): readonly string[] {
  if ('clientAssertion' in sent) return [sent.clientAssertion];
  if (!('consumerSecret' in given)) return [];
  return [`${given.consumerKey}:${given.consumerSecret}`, given.consumerSecret];
}

function explain(
  failure: TokenRequestFailure,
  consumerKey: string,
  secrets: readonly string[],
  { targetFlags }: Session,
): CliError {
  switch (failure.reason) {
    case 'unreachable':
      return new CliError(
        `${failure.url} cannot be reached.`,
        `Try again, or run tollgate doctor${targetFlags}.`,
        EXIT_CODES.retryable,
      );
    case 'answer_malformed':
      return new CliError(
        `The token endpoint answered ${failure.status} with no token.`,
        'Is it the right --token-url?',
      );
    case 'refused':
      return new CliError(
        redact(`There is no token: ${refusalOf(failure)}.`, secrets),
        `tollgate subscriptions show ${consumerKey}${targetFlags} tells the state of the subscription.`,
        codeOf(failure.status, failure.error),
      );
  }
}

function refusalOf({
  error,
  description,
  status,
}: Extract<TokenRequestFailure, { readonly reason: 'refused' }>): string {
  return [error, description?.replace(/\.$/, '')].filter(Boolean).join(', ') || String(status);
}

function codeOf(status: number, error: string): ExitCode {
  if (status === 429 || status >= 500) return EXIT_CODES.retryable;
  if (error === 'invalid_scope' || error === 'invalid_target') return EXIT_CODES.usage;
  return status === 400 || status === 401 || status === 403 ? EXIT_CODES.notAllowed : EXIT_CODES.failure;
}
