/** Finds routes of a server group's projects that cannot stand beside each other. */
import type { ApiProject } from './api-project.ts';
import { type Route, routesOf } from './route.ts';

interface ProjectRoute {
  readonly project: ApiProject;
  readonly route: Route;
  readonly segments: readonly string[];
}

/**
 * API Gateway refuses two variables side by side; two routes for one method would leave the winner to chance.
 *
 * A context path has no variables, so only routes with the same first segment can be in each other's way.
 */
export function findRouteProblems(projects: readonly ApiProject[]): readonly string[] {
  const routes = projects.flatMap((project) =>
    routesOf(project).map((route): ProjectRoute => ({ project, route, segments: route.template.split('/').slice(1) })),
  );
  const neighbours = Map.groupBy(routes, ({ segments }) => segments[0]);
  return [...new Set([...neighbours.values()].flatMap(findProblemsAmong))];
}

function findProblemsAmong(routes: readonly ProjectRoute[]): readonly string[] {
  return routes.flatMap((later, index) =>
    routes.slice(0, index).flatMap((earlier) => findPairProblems(earlier, later)),
  );
}

function findPairProblems(earlier: ProjectRoute, later: ProjectRoute): readonly string[] {
  const { template } = later.route;
  if (earlier.route.template === template) {
    const methods = overlap(earlier.route, later.route);
    return methods === undefined ? [] : [`${describe(earlier, later)}: both serve ${methods} ${template}.`];
  }
  const variables = conflictingVariables(earlier.segments, later.segments);
  if (variables === undefined) return [];
  return [
    `${describe(earlier, later)}: API Gateway cannot hold ${variables.join(' and ')} side by side; use one name for that segment.`,
  ];
}

function overlap(a: Route, b: Route): string | undefined {
  if (a.methods.includes('ANY') && b.methods.includes('ANY')) return 'ANY';
  return a.methods.find((method) => b.methods.includes(method));
}

/** The first segments that differ, if both are variables. */
function conflictingVariables(a: readonly string[], b: readonly string[]): readonly [string, string] | undefined {
  const index = a.findIndex((segment, at) => segment !== b[at]);
  const [one, other] = [a[index], b[index]];
  if (one === undefined || other === undefined) return undefined;
  return one.startsWith('{') && other.startsWith('{') ? [one, other] : undefined;
}

function describe(...routes: readonly ProjectRoute[]): string {
  return routes.map(({ project, route }) => `${project.displayName} (${route.resource})`).join(' and ');
}
