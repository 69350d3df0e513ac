/** The answer to an introspection request (RFC 7662 §2.2). */
import { type AccessToken, audienceClaim } from './access-token.ts';

/** @param token undefined for one that is not live, of which nothing else is said */
export function introspectionAnswer(
  token: AccessToken | undefined,
): Readonly<Record<string, string | number | boolean | readonly string[]>> {
  if (token === undefined) return { active: false };
  const { scopes, notBefore } = token;
  return {
    // First, so that they could never stand in for a member with a meaning.
    ...token.attributes,
    active: true,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    client_id: token.consumerKey,
    token_type: 'Bearer',
    exp: token.expiresAt,
    iat: token.issuedAt,
    ...(notBefore === undefined ? {} : { nbf: notBefore }),
    sub: token.consumerKey,
    aud: audienceClaim(token.audience),
    iss: token.issuer,
    jti: token.tokenId,
  };
}
