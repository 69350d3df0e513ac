/** Finds the access token of a request: in exactly one place, and only where the policy looks for it (RFC 6750 §2). */

import type { OAuthVerifyAccessTokenPolicy } from '../catalog/policy.ts';
import { Fault } from '../fault.ts';
import { failure, type Result, success } from '../result.ts';
import type { AccessFailure } from './access-failure.ts';
import { type FormBody, tokensOfForm } from './form-body.ts';

export interface TokenPlaces {
  readonly method: string;
  /** Every value of the Authorization header. */
  readonly authorizations: readonly string[];
  /** Every value of a query parameter, decoded once. */
  readonly queryValues: (name: string) => readonly string[];
  /** Absent where the body cannot be seen, as in an authorizer. */
  readonly form?: FormBody;
}

/**
 * The header is always looked at (RFC 6750 §2.1). A project that takes tokens from the header alone neither judges nor
 * removes a query parameter that looks like one: there it is an ordinary parameter of the backend.
 *
 * @throws Error when the policy looks into the body and whoever asks cannot: that is a hole in the deployment
 */
export function findToken(places: TokenPlaces, policy: OAuthVerifyAccessTokenPolicy): Result<string, AccessFailure> {
  const inQuery = policy.locations.includes('query') ? places.queryValues(policy.queryParameter) : [];
  const inBody = policy.locations.includes('body') ? readBody(places, policy) : success([]);
  if (!inBody.ok) return inBody;
  if (places.authorizations.length + inQuery.length + inBody.value.length > 1) {
    return failure({ reason: 'several_tokens' });
  }
  const [authorization] = places.authorizations;
  if (authorization !== undefined) return readBearer(authorization);
  const [token] = [...inQuery, ...inBody.value];
  return token === undefined || token === '' ? failure({ reason: 'token_missing' }) : success(token);
}

/** A token in the query string where the policy looks into the body and not there (RFC 6750 §2.3). */
export const MISPLACED_PARAMETER = 'access_token';

/** Methods whose body has a meaning (RFC 9110 §9.3); with the others a token may not stand in it (RFC 6750 §2.2). */
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** The tokens in the body, if that may hold any. One that stands beside the places looked at must not pass unseen. */
function readBody(
  { method, form, queryValues }: TokenPlaces,
  { locations }: OAuthVerifyAccessTokenPolicy,
): Result<readonly string[], AccessFailure> {
  if (form === undefined) throw new Fault('A token may stand in a body that cannot be seen here.');
  if (form.kind === 'encoded') return failure({ reason: 'form_encoded' });
  if (!locations.includes('query') && queryValues(MISPLACED_PARAMETER).length > 0) {
    return failure({ reason: 'token_misplaced' });
  }
  const tokens = form.kind === 'form' ? tokensOfForm(form.text) : [];
  const isPlace = METHODS_WITH_BODY.has(method) && form.kind === 'form' && isAscii(form.text);
  return tokens.length > 0 && !isPlace ? failure({ reason: 'token_misplaced' }) : success(tokens);
}

function isAscii(text: string): boolean {
  return !/[\x80-\xff]/.test(text);
}

/** `Bearer` in any case, spaces, and a b64token; nothing before or after but white space. */
function readBearer(authorization: string): Result<string, AccessFailure> {
  const token = /^[ \t]*bearer +([A-Za-z0-9._~+/-]+=*)[ \t]*$/i.exec(authorization)?.[1];
  return token === undefined ? failure({ reason: 'authorization_malformed' }) : success(token);
}
