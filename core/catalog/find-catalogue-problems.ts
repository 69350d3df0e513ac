/** Finds what is wrong in a catalogue as a whole: what no single project can see. */
import { type ApiProject, projectPath } from './api-project.ts';
import type { Catalogue } from './catalogue.ts';
import { findDocumentTotalProblems } from './find-document-problems.ts';
import { findProjectProblems } from './find-project-problems.ts';
import { findRouteProblems } from './find-route-problems.ts';
import { findLocalValueProblems } from './find-target-use-problems.ts';
import { findServerGroupProblems, type ServerGroup } from './server-group.ts';

export function findCatalogueProblems({ serverGroups, projects }: Catalogue): readonly string[] {
  return [
    ...(serverGroups.length === 0 ? ['The catalogue has no server group; define one with defineServerGroup.'] : []),
    ...repeated(serverGroups.map(({ name }) => name)).map((name) => `Server group "${name}" is defined twice.`),
    ...serverGroups.flatMap(findServerGroupProblems),
    ...projects.flatMap((project) => findMembershipProblems(project, serverGroups)),
    ...projects.flatMap(findProjectProblems),
    ...serverGroups.flatMap((group) => findGroupProblems(group, projects)),
  ];
}

function findMembershipProblems(project: ApiProject, serverGroups: readonly ServerGroup[]): readonly string[] {
  if (project.serverGroups.length === 0) return [`${project.displayName}: it is deployed to no server group.`];
  if (project.serverGroups.some((group) => typeof group?.name !== 'string')) {
    return [`${project.displayName}: serverGroups must hold what defineServerGroup gives, not names.`];
  }
  return project.serverGroups
    .filter((group) => !serverGroups.some(({ name }) => name === group.name))
    .map((group) => `${project.displayName}: the server group "${group.name}" is not in the catalogue.`);
}

function findGroupProblems(group: ServerGroup, allProjects: readonly ApiProject[]): readonly string[] {
  const projects = allProjects.filter((project) => project.serverGroups.some(({ name }) => name === group.name));
  const problems: string[] = [];
  for (const id of repeated(projects.map((project) => project.id))) {
    const names = projects.filter((project) => project.id === id).map(({ displayName }) => displayName);
    problems.push(
      `${names.join(' and ')}: both have the id "${id}" in server group ${group.name}; give one another id.`,
    );
  }
  for (const path of repeated(projects.map(projectPath))) {
    const names = projects.filter((project) => projectPath(project) === path).map(({ displayName }) => displayName);
    problems.push(
      `${names.join(' and ')}: both have the path ${path} in server group ${group.name}; context path and version together must be unique.`,
    );
  }
  const tokenEndpoints = projects.filter((project) => project.kind === 'token-endpoint');
  if (tokenEndpoints.filter(({ primary }) => primary).length > 1) {
    problems.push(
      `Server group "${group.name}" has more than one primary token endpoint: ${tokenEndpoints.map(({ displayName }) => displayName).join(', ')}.`,
    );
  }
  if (tokenEndpoints.length === 0 && projects.length > 0) {
    problems.push(
      `Server group "${group.name}" has API projects but no token endpoint; define one with defineTokenEndpoint.`,
    );
  }
  const backends = projects.filter((project) => project.kind !== 'token-endpoint');
  problems.push(...findAttributeProblems(group, projects), ...findLocalValueProblems(group, projects));
  problems.push(...findDocumentTotalProblems(group, backends));
  return repeated(projects.map(projectPath)).length > 0 ? problems : [...problems, ...findRouteProblems(projects)];
}

/** A policy that asks for an attribute which no token has would let nobody through. */
function findAttributeProblems({ name }: ServerGroup, projects: readonly ApiProject[]): readonly string[] {
  const given = projects
    .filter((project) => project.kind === 'token-endpoint')
    .flatMap(({ policies }) => Object.values(policies).flatMap(({ attributes }) => Object.keys(attributes)));
  return projects
    .filter((project) => project.kind !== 'token-endpoint')
    .flatMap(({ displayName, policies }) =>
      Object.entries(policies).flatMap(([policy, { attributes }]) =>
        Object.keys(attributes)
          .filter((attribute) => !given.includes(attribute))
          .map(
            (attribute) =>
              `${displayName}: policy "${policy}" asks for the attribute "${attribute}", which no token endpoint of server group ${name} puts into its tokens.`,
          ),
      ),
    );
}

function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
