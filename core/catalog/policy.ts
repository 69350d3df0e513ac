/** Policies: what is attached to the proxy request of a project's resources. */
import { checkDefinition, type Shape } from './check-definition.ts';
import { findTokenAttributeProblems, type TokenAttributes } from './token-attributes.ts';

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
}

export type TokenLocation = 'header' | 'query';
export type Policy = OAuthTokenEndpointPolicy | OAuthVerifyAccessTokenPolicy;

export interface VerifyAccessTokenOptions {
  /**
   * `header`: `Authorization: Bearer …` alone. `query`: a query parameter as well, for callers that cannot set headers;
   * tokens in URLs end up in histories and logs (RFC 9700 §4.3.2), so the synthesizer warns.
   */
  readonly location: TokenLocation;
  /** Scopes that the token must hold, all of them. @default [] */
  readonly scopes?: readonly string[];
  /** @default 'access_token' (RFC 6750 §2.3) */
  readonly queryParameter?: string;
}

/** The policy *OAuth verify access token*, to be attached to resources by hand. */
export function oauthVerifyAccessToken(options: VerifyAccessTokenOptions): OAuthVerifyAccessTokenPolicy {
  return verifyPolicy('oauthVerifyAccessToken', options);
}

const SHAPE: Shape = {
  required: { location: ['header', 'query'] },
  optional: { scopes: 'texts', queryParameter: 'text' },
};

/** A key that is misspelt must not fail open: `scope` for `scopes` would ask for no scope. */
function verifyPolicy(what: string, options: VerifyAccessTokenOptions): OAuthVerifyAccessTokenPolicy {
  checkDefinition(what, options, SHAPE);
  return {
    type: 'OAuthVerifyAccessToken',
    locations: options.location === 'query' ? ['header', 'query'] : ['header'],
    queryParameter: options.queryParameter ?? 'access_token',
    scopes: options.scopes ?? [],
  };
}

/** `secureWith: oauth2AccessTokens(…)`: the same policy, configured and attached to the whole project while it is created. */
export function oauth2AccessTokens(options: VerifyAccessTokenOptions): OAuthVerifyAccessTokenPolicy {
  return verifyPolicy('oauth2AccessTokens', options);
}

/** A scope-token of RFC 6749 §3.3. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;

export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text);
}

export function findPolicyProblems(policy: Policy): readonly string[] {
  switch (policy.type) {
    case 'OAuthTokenEndpoint':
      return findTokenEndpointProblems(policy);
    case 'OAuthVerifyAccessToken':
      return findVerifyProblems(policy);
  }
}

function findTokenEndpointProblems(policy: OAuthTokenEndpointPolicy): readonly string[] {
  const { accessTokenExpiryTime, attributes } = policy;
  const problems = findTokenAttributeProblems(attributes);
  if (isAccessTokenExpiryTime(accessTokenExpiryTime)) return problems;
  return [
    ...problems,
    `accessTokenExpiryTime is ${accessTokenExpiryTime}; it is in milliseconds and must be whole seconds from 1000 to 86400000 (24 hours).`,
  ];
}

/** Milliseconds: whole seconds, from one second to 24 hours. */
export function isAccessTokenExpiryTime(time: number): boolean {
  return time >= 1_000 && time <= 86_400_000 && Number.isInteger(time / 1_000);
}

function findVerifyProblems(policy: OAuthVerifyAccessTokenPolicy): readonly string[] {
  const problems = policy.scopes
    .filter((scope) => !isScopeToken(scope))
    .map(
      (scope) => `scope ${JSON.stringify(scope)} is not a scope-token (RFC 6749 §3.3: no space, quote or backslash).`,
    );
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(policy.queryParameter)) {
    problems.push(`queryParameter ${JSON.stringify(policy.queryParameter)} is not a plain parameter name.`);
  }
  return problems;
}
