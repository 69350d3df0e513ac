/** Which way the calls of a project go to its backend: straight from API Gateway, or through a function. */
import type { RestProject } from './api-project.ts';
import type { TokenLocation } from './policy.ts';
import { routesOf, takesIn } from './route.ts';

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
  const routes = routesOf(project);
  const open = routes.filter(({ policies }) => policies.length === 0);
  return routes.some((route) => route.policies.length > 0 && open.some((other) => takesIn(other, route)));
}
