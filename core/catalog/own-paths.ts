/** Paths below the stage that Tollgate serves itself, beside the token endpoints, which the catalogue names. */

export const JWKS_PATH = '/.well-known/jwks.json';

/** The authorization server's metadata (RFC 8414), after the stage's path: what stands before it is API Gateway's. */
export const METADATA_PATH = '/.well-known/oauth-authorization-server';

/** The same document where clients look for it that append (OpenID Connect Discovery §4, RFC 8414 §5). */
export const OPENID_METADATA_PATH = '/.well-known/openid-configuration';

/** Of the gateway as a whole; the path of a project goes after it (RFC 9728 §3.1). */
export const RESOURCE_METADATA_PATH = '/.well-known/oauth-protected-resource';

/** Token introspection (RFC 7662). */
export const INTROSPECTION_PATH = '/oauth/introspect';

/** Token revocation (RFC 7009). */
export const REVOCATION_PATH = '/oauth/revoke';
