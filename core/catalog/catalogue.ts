/** The catalogue: every server group and API project of an operator, checked as a whole. */
import type { ApiProject, RestProject, TokenEndpointProject } from './api-project.ts';
import type { CatalogueDefinition } from './catalogue-definition.ts';
import { CatalogueError } from './catalogue-error.ts';
import { findCatalogueProblems } from './find-catalogue-problems.ts';
import type { ServerGroup } from './server-group.ts';

/** A catalogue that {@link defineCatalogue} found no problem in. */
export type Catalogue = CatalogueDefinition;

/**
 * Checks the catalogue.
 *
 * @throws CatalogueError that lists every problem, one a line, each naming the project and the field
 */
export function defineCatalogue(definition: CatalogueDefinition): Catalogue {
  const problems = findCatalogueProblems(definition);
  if (problems.length > 0) throw new CatalogueError(problems);
  return definition;
}

export function projectsOf(catalogue: Catalogue, group: ServerGroup): readonly ApiProject[] {
  return catalogue.projects.filter((project) => project.serverGroups.some(({ name }) => name === group.name));
}

export function restProjectsOf(catalogue: Catalogue, group: ServerGroup): readonly RestProject[] {
  return projectsOf(catalogue, group).filter((project) => project.kind === 'rest');
}

/** The token endpoints of a server group, the primary one first. */
export function tokenEndpointsOf(catalogue: Catalogue, group: ServerGroup): readonly TokenEndpointProject[] {
  return projectsOf(catalogue, group)
    .filter((project) => project.kind === 'token-endpoint')
    .toSorted((a, b) => Number(b.primary) - Number(a.primary));
}
