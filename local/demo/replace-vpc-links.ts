/** Takes the VPC links away from projects with a target on this machine; the other projects' are said to be missing here. */
import { isBelow } from '../assembly/redirect-endpoints.ts';
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import type { UnsupportedFeature } from '../assembly/unsupported-template-error.ts';
import { objectOf, stringOf } from '../json-value.ts';
import type { ProjectMetadata, TollgateMetadata } from './tollgate-metadata.ts';

export interface WithoutVpcLinks {
  readonly resources: readonly ResolvedResource[];
  /** One for each project that has no target on this machine, at the first method of it. */
  readonly unsupported: readonly UnsupportedFeature[];
}

/** A VPC link of no project of Tollgate's is left for the gateway to report. */
export function replaceVpcLinks(
  resources: readonly ResolvedResource[],
  { projects }: TollgateMetadata,
): WithoutVpcLinks {
  const unreachable = new Map<ProjectMetadata, UnsupportedFeature>();
  const replaced = resources.map((resource) => {
    const { ConnectionType, ConnectionId, IntegrationTarget, ...integration } = objectOf(
      resource.properties.Integration,
    );
    if (resource.type !== 'AWS::ApiGateway::Method' || ConnectionType !== 'VPC_LINK') return resource;
    const behind = projectsAt(stringOf(integration.Uri) ?? '', projects);
    const [project] = behind;
    if (project === undefined) return resource;
    if (behind.every(({ localTarget }) => localTarget === undefined) && !unreachable.has(project)) {
      unreachable.set(project, notReachable(resource, project));
    }
    return { ...resource, properties: { ...resource.properties, Integration: integration } };
  });
  return { resources: replaced, unsupported: [...unreachable.values()] };
}

/** The one with the longest target first: it is the one whose integration this is. */
function projectsAt(uri: string, projects: readonly ProjectMetadata[]): readonly ProjectMetadata[] {
  return projects
    .filter(({ target = '' }) => isBelow(uri, target))
    .toSorted((a, b) => (b.target?.length ?? 0) - (a.target?.length ?? 0));
}

function notReachable(
  { logicalId, stackName, type }: ResolvedResource,
  { displayName, target }: ProjectMetadata,
): UnsupportedFeature {
  const feature = `the target ${target} of the project ${displayName} is behind a VPC link, and there is none on this machine; give the project a localTarget`;
  return { logicalId, stackName, type, feature };
}
