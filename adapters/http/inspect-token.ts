/** Judges an access token as the verifier would, with nothing but the published keys; the token is sent nowhere. */
import { isCompactForm } from '#core/access/compact-form.ts';
import { judgeClaims, type SignedToken } from '#core/access/judge-claims.ts';
import type { PublicSigningJwk } from '#core/keys/signing-key.ts';
import { publicKeySet, readSignedToken } from '../jwt/read-signed-token.ts';

export interface TokenInspection {
  /** What the token says of itself, whether or not it is true; absent when it cannot be read. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Why the verifier would refuse it, by the first reason it finds, for instance `token_expired`; absent when it would not. */
  readonly denied?: string;
}

export interface TokenExpectations {
  readonly issuer: string;
  readonly audience: string;
  /** The key set (RFC 7517) as it was published. */
  readonly jwks: unknown;
  /** Epoch milliseconds. */
  readonly now: number;
}

export async function inspectToken(token: string, expectations: TokenExpectations): Promise<TokenInspection> {
  const parts = decode(token);
  const denied = await judge(token, expectations);
  return { ...parts, ...(denied !== undefined && { denied }) };
}

async function judge(token: string, { issuer, audience, jwks, now }: TokenExpectations): Promise<string | undefined> {
  if (!isCompactForm(token)) return 'token_malformed';
  const keys = publicKeySet(signingKeysOf(jwks));
  const get = async () => keys;
  const signed = await readSignedToken(token, { issuer }, { get, refresh: get });
  const judged = signed.ok ? judgeClaims(signed.value, { issuer, audience, now }) : signed;
  return judged.ok ? undefined : judged.failure.reason;
}

/** The keys of the set that could be ours; the others verify nothing here. */
function signingKeysOf(jwks: unknown): readonly PublicSigningJwk[] {
  const { keys } = objectOf(jwks);
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((value) => {
    const { kty, crv, x, y, kid } = objectOf(value);
    if (kty !== 'EC' || crv !== 'P-256') return [];
    if (typeof x !== 'string' || typeof y !== 'string' || typeof kid !== 'string') return [];
    return [{ kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } as const];
  });
}

function decode(token: string): { readonly header?: SignedToken['header']; readonly claims?: SignedToken['payload'] } {
  const [header, claims] = token.split('.').map(decodePart);
  return { ...(header !== undefined && { header }), ...(claims !== undefined && { claims }) };
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
