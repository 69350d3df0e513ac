/** What the functions of one server group know of its catalogue: the content of `catalogue.json` in their assets. */
import { type ApiProject, projectPath, type RestProject } from './api-project.ts';
import { type Catalogue, restProjectsOf, tokenEndpointsOf } from './catalogue.ts';
import type { OAuthVerifyAccessTokenPolicy, TokenLocation } from './policy.ts';
import { type Route, routesOf, takesIn } from './route.ts';
import type { ServerGroup } from './server-group.ts';
import type { SoapPort } from './soap-service.ts';
import type { Target } from './target.ts';
import type { TokenAttributes } from './token-attributes.ts';

export interface DeployedCatalogue {
  readonly serverGroup: string;
  /** The primary one first. */
  readonly tokenEndpoints: readonly DeployedTokenEndpoint[];
  readonly projects: readonly DeployedProject[];
}

export interface DeployedTokenEndpoint {
  readonly projectId: string;
  readonly displayName: string;
  readonly version?: string;
  /** Below the stage, for instance `/AccessToken`. */
  readonly path: string;
  /** Names of all the server groups that the project is deployed to. */
  readonly serverGroups: readonly string[];
  /** Seconds. */
  readonly accessTokenLifetime: number;
  readonly attributes: TokenAttributes;
}

export interface DeployedProject {
  readonly projectId: string;
  readonly displayName: string;
  readonly version?: string;
  /** Below the stage, with the version. */
  readonly path: string;
  /** Names of all the server groups that the project is deployed to. */
  readonly serverGroups: readonly string[];
  readonly routes: readonly DeployedRoute[];
  /** What its WSDL file says of its operations; absent for a project that is no SOAP service. */
  readonly soap?: readonly SoapPort[];
}

export interface DeployedRoute extends Pick<Route, 'resource' | 'template' | 'methods'> {
  /** Name of the policy that is attached; null for a public route. */
  readonly policy: string | null;
  /** The policy itself; null for a public route. */
  readonly verify: OAuthVerifyAccessTokenPolicy | null;
}

export function deployedCatalogue(catalogue: Catalogue, group: ServerGroup): DeployedCatalogue {
  return {
    serverGroup: group.name,
    tokenEndpoints: tokenEndpointsOf(catalogue, group).flatMap((project) =>
      Object.values(project.policies).map((policy) => ({
        ...heading(project),
        accessTokenLifetime: policy.accessTokenExpiryTime / 1_000,
        attributes: policy.attributes,
      })),
    ),
    projects: restProjectsOf(catalogue, group).map((project) => ({
      ...heading(project),
      routes: deployedRoutesOf(project),
    })),
  };
}

function heading(project: ApiProject): Omit<DeployedProject, 'routes'> {
  const { id, displayName, version, serverGroups } = project;
  return {
    projectId: id,
    displayName,
    ...(version === undefined ? {} : { version }),
    path: projectPath(project),
    serverGroups: serverGroups.map(({ name }) => name),
  };
}

export function deployedRoutesOf(project: RestProject): readonly DeployedRoute[] {
  return routesOf(project).map(({ resource, template, methods, policies }) => ({
    resource,
    template,
    methods,
    policy: policies.at(0) ?? null,
    verify: policyOf(project, policies),
  }));
}

/** A named policy that is missing must never look like a public route. */
function policyOf(project: RestProject, [name]: readonly string[]): OAuthVerifyAccessTokenPolicy | null {
  if (name === undefined) return null;
  const policy = project.policies[name];
  if (policy === undefined) throw new Error(`${project.displayName} has no policy "${name}".`);
  return policy;
}

/**
 * The way of a project's calls to its backend. `direct`: API Gateway asks the verifier and makes the call. `forward`: it
 * asks the verifier and has a function make the call. `verify-and-forward`: a function does both, since an authorizer
 * cannot see a body.
 */
export type CallPath = 'direct' | 'forward' | 'verify-and-forward';

export function callPathOf(project: RestProject): CallPath {
  if (takesTokenIn(project, 'body')) return 'verify-and-forward';
  return takesTokenIn(project, 'query') || opensBesideProtected(project) ? 'forward' : 'direct';
}

/** A token may stand somewhere that only a function can remove it from before the backend sees it. */
export function takesTokenIn(project: RestProject, location: TokenLocation): boolean {
  return Object.values(project.policies).some(({ locations }) => locations.includes(location));
}

/**
 * A public variable takes in a protected path: spelt with escapes, that path would be served as the public one, and API
 * Gateway asks nobody about a public route. The function refuses such spellings.
 */
function opensBesideProtected(project: RestProject): boolean {
  const routes = deployedRoutesOf(project);
  const open = routes.filter(({ verify }) => verify === null);
  return routes.some((route) => route.verify !== null && open.some((other) => takesIn(other, route)));
}

/**
 * The stage variable that holds the target of a project that needs forwarding: a target may be known only to the
 * deployment, and changing one should change no function.
 */
export function targetVariable(projectId: string): string {
  return `target_${projectId.replace(/[^a-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`)}`;
}

export function targetIn(project: RestProject, group: ServerGroup): Target {
  const target = project.targets[group.name];
  if (target === undefined) throw new Error(`${project.displayName} has no target for server group ${group.name}.`);
  return target;
}
