/** Asks a token endpoint for an access token with client credentials (RFC 6749 §4.4). */
import { failure, type Result, success } from '#core/result.ts';

export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in?: number;
  readonly scope?: string;
}

export type TokenRequestFailure =
  /** What the endpoint said (RFC 6749 §5.2). */
  | { readonly reason: 'refused'; readonly status: number; readonly error: string; readonly description: string }
  | { readonly reason: 'unreachable'; readonly url: string }
  | { readonly reason: 'answer_malformed'; readonly status: number };

export interface TokenRequest {
  readonly tokenUrl: string;
  readonly credentials: SecretOfClient | AssertionOfClient;
  /** Space-separated. @default - all that the product has */
  readonly scope?: string;
  /** URLs of the projects that it is for (RFC 8707). @default - all of the product's */
  readonly resources?: readonly string[];
}

/** client_secret_basic. */
export interface SecretOfClient {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

/** private_key_jwt. */
export interface AssertionOfClient {
  readonly clientAssertion: string;
}

const TIMEOUT = 15_000;

export async function requestToken(
  { tokenUrl, credentials, scope, resources = [] }: TokenRequest,
  send: typeof fetch = fetch,
): Promise<Result<TokenAnswer, TokenRequestFailure>> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) });
  for (const resource of resources) form.append('resource', resource);
  const headers = new Headers({ accept: 'application/json' });
  if ('clientAssertion' in credentials) {
    form.append('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    form.append('client_assertion', credentials.clientAssertion);
  } else {
    // Keys and secrets are letters, digits and "_": what RFC 6749 §2.3.1 would encode is not among them.
    const { consumerKey, consumerSecret } = credentials;
    headers.set(
      'authorization',
      `Basic ${btoa(`${encodeURIComponent(consumerKey)}:${encodeURIComponent(consumerSecret)}`)}`,
    );
  }
  let answer: Response;
  let text: string;
  try {
    answer = await send(tokenUrl, {
      method: 'POST',
      headers,
      body: form,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    text = await answer.text();
  } catch {
    // Not kept as a cause: it could hold the request.
    return failure({ reason: 'unreachable', url: new URL(tokenUrl).origin });
  }
  const { status } = answer;
  const body = parse(text);
  if (status === 200) return isTokenAnswer(body) ? success(body) : failure({ reason: 'answer_malformed', status });
  const { error, error_description: description, message } = body;
  return failure({
    reason: 'refused',
    status,
    error: typeof error === 'string' ? error : '',
    description: typeof description === 'string' ? description : typeof message === 'string' ? message : '',
  });
}

function isTokenAnswer(body: unknown): body is TokenAnswer {
  const { access_token, token_type, expires_in, scope } = objectOf(body);
  return (
    typeof access_token === 'string' &&
    typeof token_type === 'string' &&
    (expires_in === undefined || typeof expires_in === 'number') &&
    (scope === undefined || typeof scope === 'string')
  );
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
