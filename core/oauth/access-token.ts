/** The access token: its claims (RFC 9068 §2.2) and the names they have on the wire. */

export interface AccessToken {
  readonly issuer: string;
  /** What the token is for: the gateway's URL, or those of projects below it. At least one. */
  readonly audience: readonly string[];
  /** The subscription's consumer key: `sub` and `client_id`. */
  readonly consumerKey: string;
  readonly clientId: string;
  readonly productId: string;
  /** Which incarnation of the subscription it was made for. */
  readonly subscription: string;
  /** The project whose token endpoint made it. */
  readonly tokenEndpoint: string;
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Epoch seconds. Those that we make have none: they are valid from `issuedAt` on. */
  readonly notBefore?: number;
  /** Unique, and hard to guess. */
  readonly tokenId: string;
  /** Claims besides the standard ones, as the token endpoint is configured. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The `typ` of the header (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';
/** ECDSA with P-256 and SHA-256 (RFC 7518 §3.4), the only algorithm that tokens are made and accepted with. */
export const ACCESS_TOKEN_ALGORITHM = 'ES256';

export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string | readonly string[];
  readonly sub: string;
  readonly client_id: string;
  readonly iat: number;
  readonly exp: number;
  readonly nbf?: number;
  readonly jti: string;
  readonly scope?: string;
  /** The client's id in the registry. */
  readonly client: string;
  readonly product: string;
  readonly subscription: string;
  readonly token_endpoint: string;
  /** Attributes. */
  readonly [attribute: string]: string | number | readonly string[] | undefined;
}

export function toClaims(token: AccessToken): AccessTokenClaims {
  return {
    // First, so that they could never stand in for a claim with a meaning.
    ...token.attributes,
    iss: token.issuer,
    aud: audienceClaim(token.audience),
    sub: token.consumerKey,
    client_id: token.consumerKey,
    iat: token.issuedAt,
    exp: token.expiresAt,
    ...(token.notBefore === undefined ? {} : { nbf: token.notBefore }),
    jti: token.tokenId,
    ...(token.scopes.length === 0 ? {} : { scope: token.scopes.join(' ') }),
    client: token.clientId,
    product: token.productId,
    subscription: token.subscription,
    token_endpoint: token.tokenEndpoint,
  };
}

/** A single audience is written as a text (RFC 7519 §4.1.3), which every reader understands. */
export function audienceClaim(audience: readonly string[]): string | readonly string[] {
  const [only, ...more] = audience;
  return only !== undefined && more.length === 0 ? only : audience;
}
