/** Which way the calls of a project go to its backend: straight from API Gateway, or through a function. */
import type { BackendProject } from './api-project.ts';
import type { TokenLocation } from './policy.ts';
import { routesOf } from './route.ts';

/**
 * The way of a project's calls to its backend. `direct`: API Gateway asks the verifier and makes the call. `forward`: it
 * asks the verifier and has a function make the call. `verify-and-forward`: a function does both, since an authorizer
 * cannot see a body, and its refusals are no SOAP faults.
 */
export type CallPath = 'direct' | 'forward' | 'verify-and-forward';

export function callPathOf(project: BackendProject): CallPath {
  if (project.kind === 'wsdl' || takesTokenIn(project, 'body')) return 'verify-and-forward';
  return takesTokenIn(project, 'query') || opensVariables(project) ? 'forward' : 'direct';
}

/** A token may stand somewhere that only a function can remove it from before the backend sees it. */
export function takesTokenIn(project: BackendProject, location: TokenLocation): boolean {
  return Object.values(project.policies).some(({ locations }) => locations.includes(location));
}

/**
 * A public variable takes in whatever is sent, and API Gateway asks nobody about a public route: `/open/{proxy+}` with
 * `/open/../admin`, or `{id}` with `..%2Fadmin`, would reach what the project protects, or what of the backend's lies
 * beside the target. The function refuses such spellings.
 */
function opensVariables(project: BackendProject): boolean {
  return routesOf(project).some(({ policies, template }) => policies.length === 0 && template.includes('{'));
}
