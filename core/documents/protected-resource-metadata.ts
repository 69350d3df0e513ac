/** The metadata of protected resources (RFC 9728 §2): of each project that takes tokens, and of the gateway as a whole. */
import type { ProtectedResource } from '../catalog/protected-resource.ts';

export interface ResourceServer {
  readonly issuer: string;
  /** The gateway's stage URL, without a slash at the end. */
  readonly gatewayUrl: string;
}

export interface ProtectedResourceMetadata {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly string[];
  readonly scopes_supported?: readonly string[];
  readonly resource_name?: string;
}

/**
 * The gateway stands for itself under the empty path. It is what the challenges of API Gateway name, since one challenge
 * is for all projects: its URL is where that of every call begins, and is the audience of every token. What holds for all
 * of it is said alone, which is that tokens may stand in the header.
 *
 * @param path of a project below the stage, or empty
 * @returns undefined where nothing takes tokens
 */
export function protectedResourceMetadata(
  resources: readonly ProtectedResource[],
  path: string,
  { issuer, gatewayUrl }: ResourceServer,
): ProtectedResourceMetadata | undefined {
  const found = resources.find((resource) => resource.path === path);
  if (found === undefined && path !== '') return undefined;
  return {
    resource: `${gatewayUrl}${path}`,
    authorization_servers: [issuer],
    bearer_methods_supported: found?.bearerMethods ?? ['header'],
    ...(found === undefined || found.scopes.length === 0 ? {} : { scopes_supported: found.scopes }),
    ...(found === undefined ? {} : { resource_name: found.displayName }),
  };
}
