/** The authorization server's metadata document (RFC 8414 §2). */
import { INTROSPECTION_PATH, JWKS_PATH, REVOCATION_PATH } from '../catalog/own-paths.ts';

export interface AuthorizationServer {
  readonly issuer: string;
  /** The gateway's stage URL, without a slash at the end. */
  readonly gatewayUrl: string;
  /** Path of the primary token endpoint below the stage. */
  readonly tokenEndpointPath: string;
}

/** The same at every endpoint that clients authenticate at. */
const AUTHENTICATION_METHODS = ['client_secret_basic', 'client_secret_post'] as const;

/** Without `scopes_supported`, which is optional: scopes are the products' affair, and not everybody's to know. */
export function authorizationServerMetadata({ issuer, gatewayUrl, tokenEndpointPath }: AuthorizationServer) {
  return {
    issuer,
    token_endpoint: `${gatewayUrl}${tokenEndpointPath}`,
    jwks_uri: `${gatewayUrl}${JWKS_PATH}`,
    // REQUIRED by RFC 8414 also where, as here, there is no authorization endpoint.
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    introspection_endpoint: `${gatewayUrl}${INTROSPECTION_PATH}`,
    introspection_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    revocation_endpoint: `${gatewayUrl}${REVOCATION_PATH}`,
    revocation_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
  } as const;
}
