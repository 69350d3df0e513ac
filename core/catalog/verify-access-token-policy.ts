/** Makes the policy *OAuth verify access token*, and says what may stand in it. */

import { CatalogueError } from './catalogue-error.ts';
import { checkDefinition, type Shape } from './check-definition.ts';
import { type OAuthVerifyAccessTokenPolicy, TOKEN_LOCATIONS, type TokenLocation } from './policy.ts';
import { isScopeToken } from './scope-token.ts';
import { ATTRIBUTE_NAME, isAttributeValue } from './token-attributes.ts';

export interface VerifyAccessTokenOptions {
  /**
   * Where callers may put the token; one, or several in a list. `header` is `Authorization: Bearer …` and is accepted
   * whatever is said here (RFC 6750 §2.1). `query` is a query parameter, for callers that cannot set headers; tokens in
   * URLs end up in histories and logs (RFC 9700 §4.3.2), so the synthesizer warns. `body` is the field `access_token` of a
   * form that is sent with POST, PUT or PATCH (RFC 6750 §2.2).
   */
  readonly location: TokenLocation | readonly TokenLocation[];
  /** Scopes that the token must hold, all of them. @default [] */
  readonly scopes?: readonly string[];
  /** Attributes that the token must hold, each with exactly this value, for instance `{ tier: 'gold' }`. @default {} */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Name of the query parameter, where `query` is a location. @default 'access_token' (RFC 6750 §2.3) */
  readonly queryParameter?: string;
}

/** The policy *OAuth verify access token*, to be attached to resources by hand. */
export function oauthVerifyAccessToken(options: VerifyAccessTokenOptions): OAuthVerifyAccessTokenPolicy {
  return verifyPolicy('oauthVerifyAccessToken', options);
}

/** `secureWith: oauth2AccessTokens(…)`: the same policy, configured and attached to the whole project while it is created. */
export function oauth2AccessTokens(options: VerifyAccessTokenOptions): OAuthVerifyAccessTokenPolicy {
  return verifyPolicy('oauth2AccessTokens', options);
}

const SHAPE: Shape = {
  required: { location: 'any' },
  optional: { scopes: 'texts', attributes: 'map', queryParameter: 'text' },
};

/** A key that is misspelt must not fail open: `scope` for `scopes` would ask for no scope. */
function verifyPolicy(what: string, options: VerifyAccessTokenOptions): OAuthVerifyAccessTokenPolicy {
  checkDefinition(what, options, SHAPE);
  const { location, scopes = [], attributes = {}, queryParameter } = options;
  const problems = [
    ...findLocationProblems(location),
    ...Object.entries(attributes)
      .filter(([, value]) => typeof value !== 'string')
      .map(([name, value]) => `attributes: "${name}" must be a text, not ${JSON.stringify(value)}.`),
  ];
  const named: readonly TokenLocation[] = typeof location === 'string' ? [location] : location;
  if (problems.length === 0 && queryParameter !== undefined && !named.includes('query')) {
    problems.push('queryParameter is given, but "query" is not a location.');
  }
  if (problems.length > 0) throw new CatalogueError(problems.map((problem) => `${what}: ${problem}`));
  return {
    type: 'OAuthVerifyAccessToken',
    locations: TOKEN_LOCATIONS.filter((one) => one === 'header' || named.includes(one)),
    queryParameter: queryParameter ?? 'access_token',
    scopes,
    attributes,
  };
}

function findLocationProblems(location: unknown): readonly string[] {
  const named: readonly unknown[] = Array.isArray(location) ? location : [location];
  const known: readonly unknown[] = TOKEN_LOCATIONS;
  const unknown = named.filter((one) => !known.includes(one));
  if (unknown.length > 0 || named.length === 0) {
    return [
      `location must be "header", "query" or "body", or a list of them, not ${JSON.stringify(location) ?? typeof location}.`,
    ];
  }
  return new Set(named).size < named.length ? ['location names a place twice.'] : [];
}

export function findVerifyProblems(policy: OAuthVerifyAccessTokenPolicy): readonly string[] {
  const { scopes, attributes, queryParameter } = policy;
  const problems = scopes
    .filter((scope) => !isScopeToken(scope))
    .map(
      (scope) => `scope ${JSON.stringify(scope)} is not a scope-token (RFC 6749 §3.3: no space, quote or backslash).`,
    );
  if (new Set(scopes).size < scopes.length) problems.push('it names a scope twice.');
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(queryParameter)) {
    problems.push(`queryParameter ${JSON.stringify(queryParameter)} is not a plain parameter name.`);
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTE_NAME.test(name)) problems.push(`attributes: "${name}" is not a plain claim name.`);
    if (!isAttributeValue(value)) problems.push(`attributes: "${name}" must be 1 to 256 printable ASCII characters.`);
  }
  return problems;
}
