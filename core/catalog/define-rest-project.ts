/** Defines a REST/HTTP project, either secured while it is created or with policies attached to resources by hand. */
import type { Resource, RestProject } from './api-project.ts';
import { CatalogueError } from './catalogue-error.ts';
import { checkDefinition, nameOf, type Shape } from './check-definition.ts';
import { defineOpenApiProject, type OpenApiProjectDefinition } from './define-openapi-project.ts';
import { defineResource, type ResourceDefinition } from './define-resource.ts';
import { type TargetsDefinition, targetsByServerGroup } from './define-targets.ts';
import type { OAuthVerifyAccessTokenPolicy } from './policy.ts';
import { projectHeading } from './project-heading.ts';
import type { ServerGroup } from './server-group.ts';
import type { OpenApiSource } from './source-project.ts';

interface RestProjectBase {
  readonly displayName: string;
  /** The proxy context path below the stage, for instance `/orders`. */
  readonly contextPath: string;
  /** Follows the context path in the URL. @default - none */
  readonly version?: string;
  /** Where calls go: one for all server groups, or one by each server group's name. */
  readonly target: TargetsDefinition;
  /** Where calls go instead when served on a laptop; a loopback URL. @default - the target */
  readonly localTarget?: string;
  readonly serverGroups: readonly ServerGroup[];
  /** @default - from the display name and version */
  readonly id?: string;
}

/**
 * `secureWith` configures the verify policy and attaches it to the whole project; or, where resources are given, to those
 * that name no policy of their own.
 */
interface SecuredRestProject extends RestProjectBase {
  readonly secureWith: OAuthVerifyAccessTokenPolicy;
  /** Further policies by name, for resources that need others. @default {} */
  readonly policies?: Readonly<Record<string, OAuthVerifyAccessTokenPolicy>>;
  /** @default - one DefaultResource, of all paths and methods */
  readonly resources?: Readonly<Record<string, ResourceDefinition>>;
}

/** Policies by name, and resources that attach them by hand. A resource with an empty list is public. */
interface ManualRestProject extends RestProjectBase {
  readonly secureWith?: never;
  readonly policies: Readonly<Record<string, OAuthVerifyAccessTokenPolicy>>;
  readonly resources: Readonly<Record<string, ResourceDefinition & Pick<Resource, 'proxyRequest'>>>;
}

export type RestProjectDefinition = SecuredRestProject | ManualRestProject;

const REQUIRED = { displayName: 'text', contextPath: 'text', target: 'any', serverGroups: 'list' } as const;
const OPTIONAL = { version: 'text', localTarget: 'text', id: 'text' } as const;
const SECURED: Shape = {
  required: { ...REQUIRED, secureWith: 'map' },
  optional: { ...OPTIONAL, policies: 'map', resources: 'map' },
};
const MANUAL: Shape = { required: { ...REQUIRED, policies: 'map', resources: 'map' }, optional: OPTIONAL };

/** Name of the policy that `secureWith` configures. */
export const SECURED_BY = 'oauthVerifyAccessToken';
const WHOLE_PROJECT = { DefaultResource: { path: '/', methods: ['ANY'], acceptChildPaths: true } } as const;

/** With `openapi` the resources come from a document, which is read when the catalogue is synthesized. */
export function defineRestProject(definition: OpenApiProjectDefinition): OpenApiSource;
export function defineRestProject(definition: RestProjectDefinition): RestProject;
export function defineRestProject(
  definition: RestProjectDefinition | OpenApiProjectDefinition,
): RestProject | OpenApiSource {
  return isOpenApi(definition) ? defineOpenApiProject(definition) : defineProject(definition);
}

/** Sources are run without the compiler, so it may be anything. */
function isOpenApi(
  definition: RestProjectDefinition | OpenApiProjectDefinition,
): definition is OpenApiProjectDefinition {
  return typeof definition === 'object' && definition !== null && 'openapi' in definition;
}

function defineProject(definition: RestProjectDefinition): RestProject {
  const name = nameOf(definition, 'defineRestProject');
  checkDefinition(name, definition, definition?.secureWith === undefined ? MANUAL : SECURED);
  const { target, localTarget } = definition;
  return {
    kind: 'rest',
    ...projectHeading(definition),
    targets: targetsByServerGroup(name, target, definition.serverGroups),
    ...(localTarget === undefined ? {} : { localTarget }),
    ...policiesAndResources(name, definition),
  };
}

function policiesAndResources(
  name: string,
  { secureWith, policies = {}, resources = WHOLE_PROJECT }: RestProjectDefinition,
): Pick<RestProject, 'policies' | 'resources'> {
  if (secureWith !== undefined && Object.hasOwn(policies, SECURED_BY)) {
    throw new CatalogueError([
      `${name}: "${SECURED_BY}" is the name of the policy that secureWith makes; use another.`,
    ]);
  }
  const securedBy = secureWith === undefined ? undefined : SECURED_BY;
  return {
    policies: secureWith === undefined ? policies : { [SECURED_BY]: secureWith, ...policies },
    resources: Object.fromEntries(
      Object.entries(resources).map(([resource, one]) => [
        resource,
        defineResource(`${name}: resource "${resource}"`, one, securedBy),
      ]),
    ),
  };
}
