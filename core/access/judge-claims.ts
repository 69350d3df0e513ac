/** Judges header and claims of a token whose signature is right (RFC 9068 §4): the checks, in one place and order. */
import { RESERVED_CLAIMS } from '../catalog/token-attributes.ts';
import { ACCESS_TOKEN_ALGORITHM, type AccessToken } from '../oauth/access-token.ts';
import { isForGateway } from '../oauth/audience.ts';
import { failure, type Result, success } from '../result.ts';
import type { AccessFailure } from './access-failure.ts';

/** Seconds that our clocks may disagree about the present. The end of a token is not extended by it. */
export const CLOCK_SKEW_SECONDS = 30;
/** Seconds. No token of ours lives longer, so one that claims to is not ours. */
const MAXIMUM_LIFETIME_SECONDS = 86_400;
/** Ours have 22. It is the key that a revocation is looked up by. */
const MAXIMUM_ID_CHARACTERS = 256;

export interface SignedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface ExpectedToken {
  readonly issuer: string;
  /** The gateway's URL: the token must be for it, or for something below it. */
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function judgeClaims(
  { header, payload }: SignedToken,
  expected: ExpectedToken,
): Result<AccessToken, AccessFailure> {
  if (header.alg !== ACCESS_TOKEN_ALGORITHM) return failure({ reason: 'signature_invalid' });
  if (typeof header.typ !== 'string' || !/^(application\/)?at\+jwt$/i.test(header.typ)) {
    return failure({ reason: 'token_type_wrong' });
  }
  // No extension is understood here, so none may be critical; that goes for b64 as well (RFC 7797 §6).
  if (Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) return failure({ reason: 'critical_header' });
  if (payload.iss !== expected.issuer) return failure({ reason: 'issuer_wrong' });
  const audience = readAudience(payload.aud);
  if (!isForGateway(audience, expected.audience)) return failure({ reason: 'audience_wrong' });
  if (Object.hasOwn(payload, 'cnf')) return failure({ reason: 'sender_constrained' });
  const token = readClaims(payload, expected.issuer, audience);
  if (token === undefined) return failure({ reason: 'claims_malformed' });
  const now = expected.now / 1_000;
  if (now >= token.expiresAt) return failure({ reason: 'token_expired' });
  if (token.issuedAt > now + CLOCK_SKEW_SECONDS) return failure({ reason: 'token_not_yet_valid' });
  if ((token.notBefore ?? 0) > now + CLOCK_SKEW_SECONDS) return failure({ reason: 'token_not_yet_valid' });
  if (token.expiresAt - token.issuedAt > MAXIMUM_LIFETIME_SECONDS) return failure({ reason: 'lifetime_too_long' });
  return success(token);
}

/** Nobody at all where the claim is not as it should be (RFC 7519 §4.1.3). */
function readAudience(claim: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return all.every((one) => typeof one === 'string') ? all : [];
}

function readClaims(
  payload: SignedToken['payload'],
  issuer: string,
  audience: readonly string[],
): AccessToken | undefined {
  const { sub, client_id, iat, exp, nbf = 0, jti, client, product, subscription, token_endpoint, scope = '' } = payload;
  const attributes = Object.entries(payload).flatMap(([name, value]) =>
    typeof value === 'string' && !RESERVED_CLAIMS.has(name) ? [[name, value] as const] : [],
  );
  if (!isText(sub) || client_id !== sub || !isTokenId(jti) || !isText(client) || !isText(product)) return undefined;
  if (!isText(subscription) || !isText(token_endpoint) || typeof scope !== 'string') return undefined;
  if (!isNumericDate(iat) || !isNumericDate(exp) || !isNumericDate(nbf)) return undefined;
  return {
    issuer,
    audience,
    consumerKey: sub,
    clientId: client,
    productId: product,
    subscription,
    tokenEndpoint: token_endpoint,
    scopes: scope === '' ? [] : scope.split(' '),
    issuedAt: iat,
    expiresAt: exp,
    ...(Object.hasOwn(payload, 'nbf') && { notBefore: nbf }),
    tokenId: jti,
    attributes: Object.fromEntries(attributes),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTokenId(value: unknown): value is string {
  return isText(value) && value.length <= MAXIMUM_ID_CHARACTERS;
}

/** NumericDate (RFC 7519 §2): finite, not negative. */
function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
