/** What every project says of itself, whatever its kind. */
import { defaultProjectId, type TokenEndpointProject } from './api-project.ts';

export type ProjectHeading = Pick<
  TokenEndpointProject,
  'id' | 'displayName' | 'version' | 'contextPath' | 'serverGroups'
>;

/** A project is defined with the id that it keeps, or gets one from its display name and version. */
export function projectHeading({
  id,
  displayName,
  contextPath,
  version,
  serverGroups,
}: Omit<ProjectHeading, 'id'> & Partial<Pick<ProjectHeading, 'id'>>): ProjectHeading {
  return {
    id: id ?? defaultProjectId(displayName, version),
    displayName,
    contextPath,
    ...(version === undefined ? {} : { version }),
    serverGroups,
  };
}
