/** Policies: what is attached to the proxy request of a project's resources. */
import type { TokenAttributes } from './token-attributes.ts';

/** Makes a resource the OAuth 2.0 token endpoint (RFC 6749 §3.2) for the client credentials grant. */
export interface OAuthTokenEndpointPolicy {
  readonly type: 'OAuthTokenEndpoint';
  /** Lifetime of an access token in milliseconds: whole seconds, from 1,000 to 86,400,000 (24 hours). */
  readonly accessTokenExpiryTime: number;
  /** What tokens say besides their standard claims. */
  readonly attributes: TokenAttributes;
}

/** Lets a call through only with a valid access token of a product that holds the project (RFC 6750). */
export interface OAuthVerifyAccessTokenPolicy {
  readonly type: 'OAuthVerifyAccessToken';
  /** Where a token is looked for. The header is always among them (RFC 6750 §2.1). */
  readonly locations: readonly TokenLocation[];
  /** Name of the query parameter, when `query` is a location. */
  readonly queryParameter: string;
  /** Scopes that the token must hold, all of them. */
  readonly scopes: readonly string[];
  /** Attributes that the token must hold, each with exactly this value. */
  readonly attributes: Readonly<Record<string, string>>;
}

export const TOKEN_LOCATIONS = ['header', 'query', 'body'] as const;
export type TokenLocation = (typeof TOKEN_LOCATIONS)[number];

export type Policy = OAuthTokenEndpointPolicy | OAuthVerifyAccessTokenPolicy;
