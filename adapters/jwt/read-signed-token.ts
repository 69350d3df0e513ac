/** Checks a token's signature with aws-jwt-verify; what that does not check, core's judgeClaims does. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  KidNotFoundInJwksError,
} from 'aws-jwt-verify/error';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';
import type { AccessFailure } from '#core/access/access-failure.ts';
import type { SignedToken } from '#core/access/judge-claims.ts';
import type { PublicSigningJwk } from '#core/keys/signing-key.ts';
import { failure, type Result, success } from '#core/result.ts';

export interface PublicKeys {
  /** The published keys, not older than the lease. */
  get(): Promise<PublicKeySet>;
  /** Read anew, unless they were read less than `pause` milliseconds ago. */
  refresh(pause: number): Promise<PublicKeySet>;
}

/** Keys that tokens are verified with, each imported once. */
export interface PublicKeySet {
  readonly jwks: Jwks;
  readonly keyObjects: ReadonlyMap<string, KeyObject>;
}

/** Milliseconds between two reads of the keys on behalf of tokens that name a key we do not know. */
const REFRESH_PAUSE = 10_000;

export function publicKeySet(keys: readonly PublicSigningJwk[]): PublicKeySet {
  return {
    jwks: { keys: keys.map((jwk) => ({ ...jwk })) },
    keyObjects: new Map(keys.map((jwk) => [jwk.kid, createPublicKey({ key: { ...jwk }, format: 'jwk' })])),
  };
}

/** @param token in canonical compact form, as core's isCompactForm has found */
export async function readSignedToken(
  token: string,
  expected: { readonly issuer: string },
  keys: PublicKeys,
): Promise<Result<SignedToken, AccessFailure>> {
  const outcome = readWith(await keys.get(), token, expected);
  if (outcome.ok || outcome.failure.reason !== 'key_unknown') return outcome;
  return readWith(await keys.refresh(REFRESH_PAUSE), token, expected);
}

function readWith(
  { jwks, keyObjects }: PublicKeySet,
  token: string,
  { issuer }: { readonly issuer: string },
): Result<SignedToken, AccessFailure> {
  let read: SignedToken | undefined;
  try {
    verifyJwtSync(
      token,
      jwks,
      {
        issuer,
        // Whom it is for depends on what is called, which core knows.
        audience: null,
        // Time is judged in one place, by one clock: judgeClaims, to the second.
        graceSeconds: Number.POSITIVE_INFINITY,
        customJwtCheck: ({ header, payload }) => {
          read = { header: { ...header }, payload: { ...payload } };
        },
      },
      ({ kid }) => {
        const key = keyObjects.get(String(kid));
        if (key === undefined) throw new KidNotFoundInJwksError('unknown kid');
        return key;
      },
    );
  } catch (error) {
    return failure({ reason: reasonOf(error) });
  }
  return read === undefined ? failure({ reason: 'signature_invalid' }) : success(read);
}

function reasonOf(
  error: unknown,
): AccessFailure['reason'] & ('key_unknown' | 'issuer_wrong' | 'token_malformed' | 'signature_invalid') {
  if (error instanceof KidNotFoundInJwksError) return 'key_unknown';
  if (error instanceof JwtInvalidIssuerError) return 'issuer_wrong';
  if (error instanceof JwtParseError) return 'token_malformed';
  if (error instanceof JwtInvalidSignatureError || error instanceof JwtInvalidSignatureAlgorithmError)
    return 'signature_invalid';
  throw error;
}
