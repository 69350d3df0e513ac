/** Defines a REST/HTTP project, either secured while it is created or with policies attached to resources by hand. */
import { defaultProjectId, type Resource, type RestProject } from './api-project.ts';
import { checkDefinition, nameOf, type Shape } from './check-definition.ts';
import type { OAuthVerifyAccessTokenPolicy } from './policy.ts';
import type { ServerGroup } from './server-group.ts';
import type { SampleBackendTarget, Target } from './target.ts';

/** A base URL, or `sampleBackend()`. */
export type TargetDefinition = string | SampleBackendTarget;

interface RestProjectBase {
  readonly displayName: string;
  /** The proxy context path below the stage, for instance `/orders`. */
  readonly contextPath: string;
  /** Follows the context path in the URL. @default - none */
  readonly version?: string;
  /** Where calls go: one for all server groups, or one by each server group's name. */
  readonly target: TargetDefinition | Readonly<Record<string, TargetDefinition>>;
  /** Where calls go instead when served on a laptop; a loopback URL. @default - the target */
  readonly localTarget?: string;
  readonly serverGroups: readonly ServerGroup[];
  /** @default - from the display name and version */
  readonly id?: string;
}

/** `secureWith` configures the verify policy and attaches it to the whole project. */
interface SecuredRestProject extends RestProjectBase {
  readonly secureWith: OAuthVerifyAccessTokenPolicy;
  readonly policies?: never;
  readonly resources?: never;
}

/** Policies by name, and resources that attach them by hand. A resource without a policy is public. */
interface ManualRestProject extends RestProjectBase {
  readonly secureWith?: never;
  readonly policies: Readonly<Record<string, OAuthVerifyAccessTokenPolicy>>;
  readonly resources: Readonly<Record<string, Resource>>;
}

export type RestProjectDefinition = SecuredRestProject | ManualRestProject;

const REQUIRED = { displayName: 'text', contextPath: 'text', target: 'any', serverGroups: 'list' } as const;
const OPTIONAL = { version: 'text', localTarget: 'text', id: 'text' } as const;
const SECURED: Shape = { required: { ...REQUIRED, secureWith: 'map' }, optional: OPTIONAL };
const MANUAL: Shape = { required: { ...REQUIRED, policies: 'map', resources: 'map' }, optional: OPTIONAL };
const RESOURCE: Shape = { required: { path: 'text', methods: 'texts', proxyRequest: 'texts' }, optional: {} };

export function defineRestProject(definition: RestProjectDefinition): RestProject {
  const name = nameOf(definition, 'defineRestProject');
  checkDefinition(name, definition, definition?.secureWith === undefined ? MANUAL : SECURED);
  for (const [resource, one] of Object.entries(definition.resources ?? {})) {
    checkDefinition(`${name}: resource "${resource}"`, one, RESOURCE);
  }
  const { target, localTarget, version } = definition;
  return {
    kind: 'rest',
    id: definition.id ?? defaultProjectId(definition.displayName, version),
    displayName: definition.displayName,
    contextPath: definition.contextPath,
    ...(version === undefined ? {} : { version }),
    serverGroups: definition.serverGroups,
    targets: targetsByServerGroup(target, definition.serverGroups),
    ...(localTarget === undefined ? {} : { localTarget }),
    ...(definition.secureWith === undefined
      ? { policies: definition.policies, resources: definition.resources }
      : {
          policies: { oauthVerifyAccessToken: definition.secureWith },
          resources: {
            DefaultResource: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: ['oauthVerifyAccessToken'] },
          },
        }),
  };
}

function targetsByServerGroup(
  target: RestProjectBase['target'],
  serverGroups: readonly ServerGroup[],
): Readonly<Record<string, Target>> {
  if (isTargetDefinition(target)) {
    return Object.fromEntries(serverGroups.map((group) => [group.name, toTarget(target)]));
  }
  return Object.fromEntries(Object.entries(target).map(([name, one]) => [name, toTarget(one)]));
}

function isTargetDefinition(target: RestProjectBase['target']): target is TargetDefinition {
  return typeof target === 'string' || target.kind === 'sample-backend';
}

function toTarget(target: TargetDefinition): Target {
  return typeof target === 'string' ? { kind: 'url', url: target } : target;
}
