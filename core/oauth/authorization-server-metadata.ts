/** The authorization server's metadata document (RFC 8414 §2). */

import { INTROSPECTION_PATH, JWKS_PATH, REVOCATION_PATH } from '../catalog/own-paths.ts';
import { AUTHENTICATION_METHODS } from '../registry/authentication-method.ts';
import { ASSERTION_ALGORITHMS } from '../registry/client-jwk.ts';

export interface AuthorizationServer {
  readonly issuer: string;
  /** The gateway's stage URL, without a slash at the end. */
  readonly gatewayUrl: string;
  /** Path of the primary token endpoint below the stage. */
  readonly tokenEndpointPath: string;
}

/**
 * Clients authenticate in the same ways at every endpoint; a product may take fewer of them.
 *
 * Without `scopes_supported`, which is optional: scopes are the products' affair, and not everybody's to know.
 */
export function authorizationServerMetadata({ issuer, gatewayUrl, tokenEndpointPath }: AuthorizationServer) {
  return {
    issuer,
    token_endpoint: `${gatewayUrl}${tokenEndpointPath}`,
    jwks_uri: `${gatewayUrl}${JWKS_PATH}`,
    // REQUIRED by RFC 8414 also where, as here, there is no authorization endpoint.
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint: `${gatewayUrl}${INTROSPECTION_PATH}`,
    introspection_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint: `${gatewayUrl}${REVOCATION_PATH}`,
    revocation_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
  } as const;
}
