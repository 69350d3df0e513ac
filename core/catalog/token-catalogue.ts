/** What the token function knows of the catalogue: of API projects no more than their paths, so that it outlives their changes. */
import type { DeployedCatalogue, DeployedProject, DeployedTokenEndpoint } from './deployed-catalogue.ts';

export interface TokenCatalogue {
  /** The primary one first. */
  readonly tokenEndpoints: readonly IssuingEndpoint[];
  /** What a request may name as its resource (RFC 8707). */
  readonly projects: readonly Pick<DeployedProject, 'projectId' | 'path'>[];
}

export type IssuingEndpoint = Pick<DeployedTokenEndpoint, 'projectId' | 'path' | 'accessTokenLifetime' | 'attributes'>;

export function tokenCatalogueOf({ tokenEndpoints, projects }: DeployedCatalogue): TokenCatalogue {
  return {
    tokenEndpoints: tokenEndpoints.map(({ projectId, path, accessTokenLifetime, attributes }) => ({
      projectId,
      path,
      accessTokenLifetime,
      attributes,
    })),
    projects: projects.map(({ projectId, path }) => ({ projectId, path })),
  };
}
