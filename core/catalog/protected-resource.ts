/** What a project's metadata as a protected resource (RFC 9728) are made of. */
import { type BackendProject, projectPath } from './api-project.ts';
import { type OAuthVerifyAccessTokenPolicy, TOKEN_LOCATIONS, type TokenLocation } from './policy.ts';

export interface ProtectedResource {
  /** Of the project, below the stage, with the version. */
  readonly path: string;
  readonly displayName: string;
  /** Of RFC 6750 §2: a query parameter of another name than `access_token` is a way of its own, and not among them. */
  readonly bearerMethods: readonly TokenLocation[];
  /** Every scope that one of its policies asks for. */
  readonly scopes: readonly string[];
}

/** @returns undefined for a project that is public as a whole */
export function protectedResourceOf(project: BackendProject): ProtectedResource | undefined {
  const policies = Object.values(project.policies);
  if (policies.length === 0) return undefined;
  return {
    path: projectPath(project),
    displayName: project.displayName,
    bearerMethods: TOKEN_LOCATIONS.filter((one) => policies.some((policy) => takesBearerTokenIn(policy, one))),
    scopes: [...new Set(policies.flatMap(({ scopes }) => scopes))],
  };
}

function takesBearerTokenIn({ locations, queryParameter }: OAuthVerifyAccessTokenPolicy, location: TokenLocation) {
  return locations.includes(location) && (location !== 'query' || queryParameter === 'access_token');
}
