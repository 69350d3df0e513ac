/** Signing keys: EC P-256 pairs whose private half is kept encrypted. */

/** The public half as a JWK (RFC 7517, RFC 7518 §6.2), with exactly these members. */
export interface PublicSigningJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
  /** The JWK thumbprint (RFC 7638), SHA-256, base64url. */
  readonly kid: string;
}

export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: PublicSigningJwk;
  /** PKCS #8, encrypted by KMS, base64. */
  readonly encryptedPrivateKey: string;
  /** `next` is published but does not sign yet; `current` signs; `retired` only verifies what it signed before. */
  readonly state: 'next' | 'current' | 'retired';
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The key that signs now: of several current ones (two functions raced to make the first) the newest. */
export function chooseSigningKey(keys: readonly SigningKey[]): SigningKey | undefined {
  return keys
    .filter(({ state }) => state === 'current')
    .toSorted((a, b) => b.createdAt - a.createdAt || a.kid.localeCompare(b.kid))
    .at(0);
}

/** The JWK set (RFC 7517 §5): every key that a token may have been, or will be, signed with. */
export function toJwkSet(keys: readonly Pick<SigningKey, 'publicJwk'>[]): {
  readonly keys: readonly PublicSigningJwk[];
} {
  return {
    keys: keys.map(({ publicJwk: { kty, crv, x, y, alg, use, kid } }) => ({ kty, crv, x, y, alg, use, kid })),
  };
}
