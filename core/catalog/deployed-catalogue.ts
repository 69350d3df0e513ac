/** What the functions of one server group know of its catalogue: the content of `catalogue.json` in their assets. */
import { type ApiProject, type BackendProject, projectPath } from './api-project.ts';
import { backendProjectsOf, type Catalogue, tokenEndpointsOf } from './catalogue.ts';
import type { OAuthVerifyAccessTokenPolicy } from './policy.ts';
import { type Route, routesOf } from './route.ts';
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
  /** Name of the header that a backend knows the gateway by; its value is a secret, and stands in a stage variable. */
  readonly gatewaySecretHeader?: string;
  /** What its WSDL file says of its operations; absent for a project that is no SOAP service. */
  readonly soap?: readonly SoapPort[];
}

export interface DeployedRoute extends Pick<Route, 'resource' | 'template' | 'methods'> {
  /** Name of the policy that is attached; null for a public route. */
  readonly policy: string | null;
  /** The policy itself; null for a public route. */
  readonly verify: OAuthVerifyAccessTokenPolicy | null;
  /** Present where the project's own documents are served, and nothing of its backend. */
  readonly serves?: 'documents';
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
    projects: backendProjectsOf(catalogue, group).map((project) => ({
      ...heading(project),
      routes: deployedRoutesOf(project),
      ...(project.kind === 'wsdl' ? { soap: project.ports } : {}),
      ...gatewaySecretHeader(targetIn(project, group)),
    })),
  };
}

function gatewaySecretHeader(target: Target): Pick<DeployedProject, 'gatewaySecretHeader'> {
  const secret = target.kind === 'url' ? target.gatewaySecret : undefined;
  return secret === undefined ? {} : { gatewaySecretHeader: secret.header };
}

function heading(project: ApiProject): Omit<DeployedProject, 'routes' | 'soap' | 'gatewaySecretHeader'> {
  const { id, displayName, version, serverGroups } = project;
  return {
    projectId: id,
    displayName,
    ...(version === undefined ? {} : { version }),
    path: projectPath(project),
    serverGroups: serverGroups.map(({ name }) => name),
  };
}

export function deployedRoutesOf(project: BackendProject): readonly DeployedRoute[] {
  return routesOf(project).map(({ resource, template, methods, policies, serves }) => ({
    resource,
    template,
    methods,
    policy: policies.at(0) ?? null,
    verify: policyOf(project, policies),
    ...(serves === undefined ? {} : { serves }),
  }));
}

/** A named policy that is missing must never look like a public route. */
function policyOf(project: BackendProject, [name]: readonly string[]): OAuthVerifyAccessTokenPolicy | null {
  if (name === undefined) return null;
  const policy = project.policies[name];
  if (policy === undefined) throw new Error(`${project.displayName} has no policy "${name}".`);
  return policy;
}

/**
 * The stage variable that holds the target of a project that needs forwarding: a target may be known only to the
 * deployment, and changing one should change no function.
 */
export function targetVariable(projectId: string): string {
  return stageVariable('target', projectId);
}

/** The stage variable that holds the gateway secret of a project whose target has one. */
export function secretVariable(projectId: string): string {
  return stageVariable('secret', projectId);
}

/** Names of stage variables hold letters, digits and underscores. */
function stageVariable(kind: string, projectId: string): string {
  return `${kind}_${projectId.replace(/[^a-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`)}`;
}

export function targetIn(project: BackendProject, group: ServerGroup): Target {
  const target = project.targets[group.name];
  if (target === undefined) throw new Error(`${project.displayName} has no target for server group ${group.name}.`);
  return target;
}
