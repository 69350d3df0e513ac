/** What the gateway stack's template tells of its projects, for those who serve, list or try them. */
import { type BackendProject, projectPath } from '#core/catalog/api-project.ts';
import { type DeployedRoute, deployedRoutesOf, targetIn } from '#core/catalog/deployed-catalogue.ts';
import { secretKey } from '#core/catalog/gateway-secret.ts';
import type { TokenLocation } from '#core/catalog/policy.ts';
import { servesMethod } from '#core/catalog/route.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';

/** The template's metadata under the key `Tollgate`. */
export interface GatewayDescription {
  readonly serverGroup: string;
  readonly projects: readonly ProjectDescription[];
  /**
   * What the embedded host sends for each gateway secret, by the secret's reference without its braces: no dynamic
   * reference may stand in metadata, which everybody reads who may see the stack.
   */
  readonly localSecrets: Readonly<Record<string, string>>;
}

export interface ProjectDescription {
  readonly id: string;
  readonly displayName: string;
  readonly kind: BackendProject['kind'];
  readonly contextPath: string;
  /** Below the stage, with the version. */
  readonly path: string;
  readonly url: string;
  /** A protected URL that GET may call. Absent if there is none. */
  readonly exampleUrl?: string;
  /** Where tokens are accepted; empty if all of the project is public. */
  readonly locations: readonly TokenLocation[];
  /** Present if `query` is among the locations. */
  readonly queryParameter?: string;
  /** Every scope that one of the policies asks for. */
  readonly scopes: readonly string[];
  readonly public: readonly PublicRoute[];
  /** The target's base URL. Absent for the sample backend. */
  readonly target?: string;
  /** What the embedded host puts in its place. */
  readonly localTarget?: string;
}

export interface PublicRoute {
  /** Name of the project's resource. */
  readonly resource: string;
  /** Below the stage. */
  readonly path: string;
  readonly methods: readonly string[];
}

export function describeGateway(
  group: ServerGroup,
  projects: readonly BackendProject[],
  gatewayUrl: string,
): GatewayDescription {
  return {
    serverGroup: group.name,
    projects: projects.map((project) => describeProject(project, group, gatewayUrl)),
    localSecrets: Object.fromEntries(
      projects.flatMap((project) => {
        const target = targetIn(project, group);
        const secret = target.kind === 'url' ? target.gatewaySecret : undefined;
        return secret === undefined ? [] : [[secretKey(secret), secret.localValue]];
      }),
    ),
  };
}

function describeProject(project: BackendProject, group: ServerGroup, gatewayUrl: string): ProjectDescription {
  const { id, displayName, kind, contextPath, localTarget } = project;
  const target = targetIn(project, group);
  const policies = Object.values(project.policies);
  const routes = deployedRoutesOf(project);
  const example = routes.filter(({ verify }) => verify !== null).find((route) => servesMethod(route, 'GET'));
  const queryParameter = policies.find(({ locations }) => locations.includes('query'))?.queryParameter;
  return {
    id,
    displayName,
    kind,
    contextPath,
    path: projectPath(project),
    url: `${gatewayUrl}${projectPath(project)}`,
    ...(example === undefined ? {} : { exampleUrl: `${gatewayUrl}${examplePath(example, routes)}` }),
    locations: [...new Set(policies.flatMap(({ locations }) => locations))],
    ...(queryParameter === undefined ? {} : { queryParameter }),
    scopes: [...new Set(policies.flatMap(({ scopes }) => scopes))],
    public: routes
      .filter(({ verify }) => verify === null)
      .map(({ resource, template, methods }) => ({ resource, path: template, methods })),
    ...(target.kind === 'url' ? { target: target.url } : {}),
    ...(localTarget === undefined ? {} : { localTarget }),
  };
}

/** A greedy resource has two routes; the one with the variable makes the more telling example. */
function examplePath({ resource, template }: DeployedRoute, routes: readonly DeployedRoute[]): string {
  const greedy = routes.find((route) => route.resource === resource && route.template.endsWith('/{proxy+}'));
  return (greedy?.template ?? template).replace('{proxy+}', 'hello').replaceAll(/\{[^}]+\}/g, '1');
}
