/** The catalogue: every server group and API project of an operator, checked as a whole. */
import type { ApiProject, BackendProject, TokenEndpointProject } from './api-project.ts';
import type { CatalogueDefinition } from './catalogue-definition.ts';
import { CatalogueError } from './catalogue-error.ts';
import { findCatalogueProblems } from './find-catalogue-problems.ts';
import { findProjectProblems } from './find-project-problems.ts';
import type { ServerGroup } from './server-group.ts';
import type { SourceProject } from './source-project.ts';

/** A catalogue whose files have been read. */
export interface Catalogue extends CatalogueDefinition {
  readonly projects: readonly ApiProject[];
}

/**
 * Checks what can be told before the files that the catalogue names have been read.
 *
 * @throws CatalogueError that lists every problem, one a line, each naming the project and the field
 */
export function defineCatalogue<Definition extends CatalogueDefinition>(definition: Definition): Definition {
  const projects = definition.projects.filter(isRead);
  const isWhole = projects.length === definition.projects.length;
  const problems = isWhole ? findCatalogueProblems({ ...definition, projects }) : projects.flatMap(findProjectProblems);
  if (problems.length > 0) throw new CatalogueError(problems);
  return definition;
}

export function isRead(project: ApiProject | SourceProject): project is ApiProject {
  return project.kind !== 'wsdl-source' && project.kind !== 'openapi-source';
}

export function projectsOf(catalogue: Catalogue, group: ServerGroup): readonly ApiProject[] {
  return catalogue.projects.filter((project) => project.serverGroups.some(({ name }) => name === group.name));
}

export function backendProjectsOf(catalogue: Catalogue, group: ServerGroup): readonly BackendProject[] {
  return projectsOf(catalogue, group).filter((project) => project.kind !== 'token-endpoint');
}

/** The token endpoints of a server group, the primary one first. */
export function tokenEndpointsOf(catalogue: Catalogue, group: ServerGroup): readonly TokenEndpointProject[] {
  return projectsOf(catalogue, group)
    .filter((project) => project.kind === 'token-endpoint')
    .toSorted((a, b) => Number(b.primary) - Number(a.primary));
}
