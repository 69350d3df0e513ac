/** What the token function knows of the catalogue: no API project, so that a change of one leaves the function alone. */
import type { DeployedCatalogue, DeployedTokenEndpoint } from './deployed-catalogue.ts';

export interface TokenCatalogue {
  /** The primary one first. */
  readonly tokenEndpoints: readonly IssuingEndpoint[];
}

export type IssuingEndpoint = Pick<DeployedTokenEndpoint, 'projectId' | 'path' | 'accessTokenLifetime' | 'attributes'>;

export function tokenCatalogueOf({ tokenEndpoints }: DeployedCatalogue): TokenCatalogue {
  return {
    tokenEndpoints: tokenEndpoints.map(({ projectId, path, accessTokenLifetime, attributes }) => ({
      projectId,
      path,
      accessTokenLifetime,
      attributes,
    })),
  };
}
