/** API projects of the server group's catalogue as the registry API shows them. */
import type { DeployedCatalogue, DeployedProject, DeployedTokenEndpoint } from '../catalog/deployed-catalogue.ts';
import type { WireProject } from './contract.ts';

/** The token endpoints first. */
export function wireProjects({ tokenEndpoints, projects }: DeployedCatalogue): readonly WireProject[] {
  return [...tokenEndpoints.map(wireTokenEndpoint), ...projects.map(wireRestProject)];
}

function wireTokenEndpoint({ projectId, displayName, path, accessTokenLifetime }: DeployedTokenEndpoint): WireProject {
  return {
    projectId,
    kind: 'token-endpoint',
    displayName,
    path,
    scopes: [],
    accessTokenExpiryTime: accessTokenLifetime * 1_000,
    routes: [{ resource: 'DefaultResource', path, methods: ['ANY'], policy: { type: 'OAuthTokenEndpoint' } }],
  };
}

/** `scopes` are all that any of its routes requires. */
function wireRestProject({ projectId, displayName, path, routes }: DeployedProject): WireProject {
  return {
    projectId,
    kind: 'rest',
    displayName,
    path,
    scopes: [...new Set(routes.flatMap(({ verify }) => verify?.scopes ?? []))],
    routes: routes.map(({ resource, template, methods, verify }) => ({
      resource,
      path: template,
      methods,
      policy: verify && {
        type: verify.type,
        locations: verify.locations,
        ...(verify.locations.includes('query') && { queryParameter: verify.queryParameter }),
        scopes: verify.scopes,
      },
    })),
  };
}
