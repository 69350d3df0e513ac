/** Makes the call to a backend from the call that came in: the token taken out, the identity put in, the path kept. */
import { decideRoute } from '../access/decide-route.ts';
import { MISPLACED_PARAMETER } from '../access/find-token.ts';
import { type FormBody, tokensOfForm, withoutTokens } from '../access/form-body.ts';
import { IDENTITY_HEADER, PUBLIC_IDENTITY } from '../access/identity-header.ts';
import type { DeployedCatalogue, DeployedProject } from '../catalog/deployed-catalogue.ts';
import { parseBaseUrl } from '../catalog/target.ts';
import { failure, type Result, success } from '../result.ts';
import type { ForwardFailure } from './forward-failure.ts';
import { isEndToEnd } from './hop-by-hop.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

export interface IncomingCall {
  readonly method: string;
  /** Below the stage, as sent, percent escapes and all. */
  readonly path: string;
  /** The API Gateway resource that served the call. */
  readonly resource: string;
  /** Decoded once, in order. */
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly form: FormBody;
  /** The identity header that the verifier made for this call; undefined when no verifier was asked. */
  readonly identity: string | undefined;
}

export interface BackendCall {
  readonly method: string;
  readonly url: string;
  /** The target's base URL, which the call must not leave. */
  readonly baseUrl: string;
  readonly headers: Pairs;
  /** The body, where a token was taken out of it: its bytes as characters. Absent where it goes on as it came. */
  readonly form?: string;
  /** Whether a token stood in the query string: the answer is for this caller alone (RFC 6750 §2.3). */
  readonly hadQueryToken: boolean;
}

/** A project's target as it is deployed. */
export interface ForwardTarget {
  readonly baseUrl: string;
  /** By which the backend knows the gateway. */
  readonly gatewaySecret?: { readonly header: string; readonly value: string };
}

/** @param targetOf a project's target; undefined when the stage has none, or not all that belongs to it */
export function forwardCall(
  call: IncomingCall,
  catalogue: DeployedCatalogue,
  targetOf: (project: DeployedProject) => ForwardTarget | undefined,
): Result<BackendCall, ForwardFailure> {
  const decided = decideRoute(catalogue, call);
  if (!decided.ok) {
    return failure({
      reason: decided.failure.reason === 'path_not_canonical' ? 'path_not_canonical' : 'route_unknown',
    });
  }
  const { project, route } = decided.value;
  // A protected route without the verifier's word is a hole in the deployment, never a public route.
  if (route.verify !== null && call.identity === undefined) return failure({ reason: 'identity_missing' });
  const target = targetOf(project);
  const baseUrl = target?.baseUrl.replace(/\/$/, '');
  const url = baseUrl === undefined ? undefined : parseBaseUrl(baseUrl);
  if (baseUrl === undefined || url === undefined) return failure({ reason: 'target_missing' });
  const own: Pairs = [
    [IDENTITY_HEADER, route.verify === null ? PUBLIC_IDENTITY : (call.identity ?? PUBLIC_IDENTITY)],
    ...(target?.gatewaySecret === undefined
      ? []
      : [[target.gatewaySecret.header, target.gatewaySecret.value] as const]),
  ];

  if (call.query.some((pair) => pair.some(isDamaged))) return failure({ reason: 'query_not_utf8' });

  const tokenParameters = tokenParametersOf(project);
  const inQuery = call.query.filter(([name]) => tokenParameters.has(name)).map(([, value]) => value);
  const form = call.form.kind === 'form' && takesTokensInBody(project) ? call.form.text : '';
  const inBody = tokensOfForm(form);
  // A SOAP service is called by its message alone; `?wsdl` would show its own addresses.
  const query = (project.soap === undefined ? call.query : [])
    .filter(([name]) => !tokenParameters.has(name))
    .map(encodePair)
    .join('&');
  const rest = call.path.slice(project.path.length);
  return success({
    method: call.method,
    url: `${baseUrl}${rest === '' && url.path === '' ? '/' : rest}${query === '' ? '' : `?${query}`}`,
    baseUrl,
    headers: [...headersForBackend(call.headers, [...inQuery, ...inBody], inBody.length > 0, own), ...own],
    ...(inBody.length === 0 ? {} : { form: withoutTokens(form) }),
    hadQueryToken: inQuery.length > 0,
  });
}

/** On public resources as well: whoever sends a token there does not mean it for the backend. */
function tokenParametersOf(project: DeployedProject): ReadonlySet<string> {
  return new Set(
    project.routes.flatMap(({ verify }) => {
      if (verify?.locations.includes('query')) return [verify.queryParameter];
      // Where a body may hold the token, the standard's parameter is a token in the wrong place.
      return verify?.locations.includes('body') ? [MISPLACED_PARAMETER] : [];
    }),
  );
}

/** On public resources as well, for the same reason. */
function takesTokensInBody(project: DeployedProject): boolean {
  return project.routes.some(({ verify }) => verify?.locations.includes('body'));
}

/** What was sent cannot be told from a replacement character, so it cannot be passed on as it was meant. */
function isDamaged(text: string): boolean {
  return text.includes('\uFFFD') || !text.isWellFormed();
}

function encodePair([name, value]: readonly [string, string]): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

/** Shorter texts cannot be a token of anybody's; taking them for one would let a caller choose which headers to lose. */
const SHORTEST_TOKEN = 20;

/** Headers that API Gateway adds, which no Connection header of the caller's may take away. */
const GATEWAYS_OWN = /^x-(forwarded-|amzn-)/i;

/** Headers that are true of one body only (RFC 9530). */
const DIGESTS = ['content-digest', 'content-md5', 'digest', 'repr-digest'];

/**
 * The last characters of each token, which no other has, as they are and escaped: looked up in a set, they cost the same
 * however many tokens a form is filled with.
 */
function endingsOf(tokens: readonly string[]): ReadonlySet<string> {
  const secrets = tokens.filter((token) => token.length >= SHORTEST_TOKEN);
  return new Set(
    secrets.flatMap((token) => [token, encodeURIComponent(token)]).map((text) => text.slice(-SHORTEST_TOKEN)),
  );
}

/**
 * The client's own headers, without its token wherever it stands: a Referer can hold the whole URL of a page.
 *
 * @param own the gateway's, whose names are not the client's to use
 */
function headersForBackend(headers: Pairs, tokens: readonly string[], bodyChanged: boolean, own: Pairs): Pairs {
  const dropped = new Set(['authorization', 'host', 'content-length', 'expect']);
  for (const [name] of own) dropped.add(name.toLowerCase());
  if (bodyChanged) for (const name of DIGESTS) dropped.add(name);
  const endings = endingsOf(tokens);
  const holdsToken = (value: string) => {
    if (endings.size === 0) return false;
    for (let start = 0; start + SHORTEST_TOKEN <= value.length; start += 1) {
      if (endings.has(value.slice(start, start + SHORTEST_TOKEN))) return true;
    }
    return false;
  };
  return headers.filter(
    ([name, value]) =>
      !dropped.has(name.toLowerCase()) && !holdsToken(value) && (GATEWAYS_OWN.test(name) || isEndToEnd(name, headers)),
  );
}
