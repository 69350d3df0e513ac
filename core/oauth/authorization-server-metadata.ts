/** The authorization server's metadata document (RFC 8414 §2). */

export interface AuthorizationServer {
  readonly issuer: string;
  /** The gateway's stage URL, without a slash at the end. */
  readonly gatewayUrl: string;
  /** Path of the primary token endpoint below the stage. */
  readonly tokenEndpointPath: string;
}

export function authorizationServerMetadata({ issuer, gatewayUrl, tokenEndpointPath }: AuthorizationServer) {
  return {
    issuer,
    token_endpoint: `${gatewayUrl}${tokenEndpointPath}`,
    jwks_uri: `${gatewayUrl}/.well-known/jwks.json`,
    // REQUIRED by RFC 8414 also where, as here, there is no authorization endpoint.
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  } as const;
}
