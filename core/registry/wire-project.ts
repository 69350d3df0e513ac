/** API projects of the server group's catalogue as the registry API shows them. */
import { TOKEN_ENDPOINT_POLICY } from '../catalog/define-token-endpoint.ts';
import type {
  DeployedCatalogue,
  DeployedProject,
  DeployedRoute,
  DeployedTokenEndpoint,
} from '../catalog/deployed-catalogue.ts';
import type { WirePolicy, WireProject } from './contract.ts';

/**
 * The token endpoints first.
 *
 * @param gatewayUrl of the server group's stage, without a slash at its end
 */
export function wireProjects(
  { tokenEndpoints, projects }: DeployedCatalogue,
  gatewayUrl: string,
): readonly WireProject[] {
  return [
    ...tokenEndpoints.map((project) => wireTokenEndpoint(project, gatewayUrl)),
    ...projects.map((project) => wireBackendProject(project, gatewayUrl)),
  ];
}

function wireTokenEndpoint(project: DeployedTokenEndpoint, gatewayUrl: string): WireProject {
  const resource = 'DefaultResource';
  return {
    ...wireHeading(project, 'token-endpoint', gatewayUrl),
    scopes: [],
    accessTokenExpiryTime: project.accessTokenLifetime * 1_000,
    policies: [
      {
        name: TOKEN_ENDPOINT_POLICY,
        type: 'OAuthTokenEndpoint',
        attributes: project.attributes,
        attachedTo: [resource],
      },
    ],
    routes: [{ resource, path: project.path, methods: ['ANY'], policy: TOKEN_ENDPOINT_POLICY }],
  };
}

function wireBackendProject(project: DeployedProject, gatewayUrl: string): WireProject {
  const { routes, soap } = project;
  return {
    ...wireHeading(project, soap === undefined ? 'rest' : 'wsdl', gatewayUrl),
    scopes: [...new Set(routes.flatMap(({ verify }) => verify?.scopes ?? []))],
    ...(soap !== undefined && {
      soapOperations: [...new Set(soap.flatMap(({ operations }) => operations.map(({ name }) => name)))],
    }),
    policies: wirePolicies(routes),
    routes: routes.map(({ resource, template, methods, policy }) => ({ resource, path: template, methods, policy })),
  };
}

function wireHeading(
  { projectId, displayName, version, path, serverGroups }: DeployedTokenEndpoint | DeployedProject,
  kind: WireProject['kind'],
  gatewayUrl: string,
) {
  return {
    projectId,
    kind,
    displayName,
    ...(version !== undefined && { version }),
    path,
    url: `${gatewayUrl}${path}`,
    serverGroups,
  };
}

/** Each once, in the order of the routes; a policy that no resource has is no policy of a catalogue. */
function wirePolicies(routes: readonly DeployedRoute[]): readonly WirePolicy[] {
  const byName = new Map(routes.map(({ policy, verify }) => [policy, verify]));
  return [...byName].flatMap(([name, verify]) => {
    if (name === null || verify === null) return [];
    const { type, locations, queryParameter, scopes, attributes } = verify;
    const attached = routes.filter(({ policy }) => policy === name).map(({ resource }) => resource);
    return [
      {
        name,
        type,
        locations,
        ...(locations.includes('query') && { queryParameter }),
        scopes,
        attributes,
        attachedTo: [...new Set(attached)],
      },
    ];
  });
}
