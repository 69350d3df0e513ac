/** Judges what a client's assertion says of itself (RFC 7523 §3), before anything is looked up for it. */
import { isCompactJws } from '../access/compact-form.ts';
import { ASSERTION_ALGORITHMS, type AssertionAlgorithm, type ClientJwk } from '../registry/client-jwk.ts';
import { isConsumerKey } from '../registry/consumer-credentials.ts';
import { failure, type Result, success } from '../result.ts';

/** What is done with the text of an assertion; both for texts in canonical compact form alone. */
export interface ClientAssertions {
  /** Header and claims, whatever they are, and whoever signed them; undefined where they are no JSON objects. */
  decode(assertion: string): DecodedAssertion | undefined;
  /** By the algorithm that goes with the key, whatever the header says. Never throws. */
  isSignedWith(assertion: string, key: ClientJwk): boolean;
}

export interface DecodedAssertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface ClientAssertion {
  readonly consumerKey: string;
  /** Of the key that it says it is signed with. */
  readonly kid: string | undefined;
  readonly algorithm: AssertionAlgorithm;
  /** `jti`: unique among the assertions of its client. */
  readonly assertionId: string;
  /** Epoch seconds from which it is refused by its time alone. */
  readonly endsAt: number;
}

export type AssertionFailure =
  | { readonly reason: 'assertion_malformed' }
  | { readonly reason: 'assertion_type_wrong' }
  | { readonly reason: 'assertion_algorithm_unsupported' }
  | { readonly reason: 'assertion_claims_malformed' }
  | { readonly reason: 'assertion_audience_wrong' }
  | { readonly reason: 'assertion_of_another_client' }
  | { readonly reason: 'assertion_expired' }
  | { readonly reason: 'assertion_not_yet_valid' }
  | { readonly reason: 'assertion_lifetime_too_long' };

/** The value of `client_assertion_type` (RFC 7523 §2.2). */
export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** With a signature of 4096 bits an assertion has about 1,200. */
const MAXIMUM_CHARACTERS = 8_192;
const MAXIMUM_ID_CHARACTERS = 256;
/** Seconds that a client's clock may be wrong. */
const CLOCK_SKEW = 30;
/** Seconds. An id is remembered for as long as its assertion could be used again. */
const MAXIMUM_LIFETIME = 3_600;

export interface ExpectedAssertion {
  /** The one audience: a list, or a token endpoint's URL, could be that of another server as well. */
  readonly issuer: string;
  /** `client_id` of the request, if it has one. */
  readonly clientId: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** It is nobody's until its signature is found right. */
export function readClientAssertion(
  assertion: string,
  { decode }: Pick<ClientAssertions, 'decode'>,
  expected: ExpectedAssertion,
): Result<ClientAssertion, AssertionFailure> {
  if (!isCompactJws(assertion, MAXIMUM_CHARACTERS)) return failure({ reason: 'assertion_malformed' });
  const decoded = decode(assertion);
  if (decoded === undefined) return failure({ reason: 'assertion_malformed' });
  const { header, claims } = decoded;
  const algorithm = ASSERTION_ALGORITHMS.find((one) => one === header.alg);
  if (algorithm === undefined) return failure({ reason: 'assertion_algorithm_unsupported' });
  const { kid } = header;
  if (kid !== undefined && typeof kid !== 'string') return failure({ reason: 'assertion_malformed' });
  // No extension is understood here, so none may be critical (RFC 7515 §4.1.11).
  if (!isAssertionType(header.typ) || Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) {
    return failure({ reason: 'assertion_type_wrong' });
  }
  if (claims.aud !== expected.issuer) return failure({ reason: 'assertion_audience_wrong' });
  const { iss, sub, jti, exp, iat = 0, nbf = 0 } = claims;
  if (typeof sub !== 'string' || iss !== sub || !isConsumerKey(sub)) {
    return failure({ reason: 'assertion_claims_malformed' });
  }
  if (!isAssertionId(jti)) return failure({ reason: 'assertion_claims_malformed' });
  if (!isNumericDate(exp) || !isNumericDate(iat) || !isNumericDate(nbf)) {
    return failure({ reason: 'assertion_claims_malformed' });
  }
  // RFC 7521 §4.2: a client_id that is sent as well must be of the same client.
  if (expected.clientId !== undefined && expected.clientId !== sub) {
    return failure({ reason: 'assertion_of_another_client' });
  }
  const now = expected.now / 1_000;
  const endsAt = exp + CLOCK_SKEW;
  if (now >= endsAt) return failure({ reason: 'assertion_expired' });
  if (iat > now + CLOCK_SKEW || nbf > now + CLOCK_SKEW) return failure({ reason: 'assertion_not_yet_valid' });
  if (exp > now + MAXIMUM_LIFETIME + CLOCK_SKEW) return failure({ reason: 'assertion_lifetime_too_long' });
  return success({ consumerKey: sub, kid, algorithm, assertionId: jti, endsAt });
}

/** None is needed; one that is there must say that it is a JWT, or very this kind of one. */
function isAssertionType(typ: unknown): boolean {
  return (
    typ === undefined || (typeof typ === 'string' && /^(application\/)?(jwt|client-authentication\+jwt)$/i.test(typ))
  );
}

/** Not halves of characters, of which no store makes any sense. */
function isAssertionId(jti: unknown): jti is string {
  return typeof jti === 'string' && jti !== '' && jti.length <= MAXIMUM_ID_CHARACTERS && !/\p{Cs}/u.test(jti);
}

/** NumericDate (RFC 7519 §2): finite, not negative. */
function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
