/** Routes: the gateway paths and methods that a project's resources become, and which of them serves a request. */
import { type ApiProject, METHODS, type Method, projectPath } from './api-project.ts';

export interface Route {
  readonly projectId: string;
  /** Name of the project's resource that this route comes from. */
  readonly resource: string;
  /** The API Gateway resource path, for instance `/orders/1.0/{proxy+}`. */
  readonly template: string;
  readonly methods: readonly Method[];
  /** Names of the policies attached to the resource; none for a public one. */
  readonly policies: readonly string[];
  /** Present where the project's own documents are served, and nothing of its backend. */
  readonly serves?: 'documents';
}

/** Expands a project's resources: one that ends in `{proxy+}` becomes two routes, since that does not match its parent. */
export function routesOf(project: ApiProject): readonly Route[] {
  return Object.entries(project.resources).flatMap(([resource, { path, methods, proxyRequest, serves }]) =>
    templatesOf(projectPath(project), path).map((template) => ({
      projectId: project.id,
      resource,
      template,
      methods,
      policies: proxyRequest,
      ...(serves === undefined ? {} : { serves }),
    })),
  );
}

/** The API Gateway paths of a resource path: one that ends in `{proxy+}` takes in the path before it. */
export function templatesOf(base: string, path: string): readonly string[] {
  const full = path === '/' ? base : `${base}${path}`;
  return path.endsWith('/{proxy+}') ? [full.slice(0, -'/{proxy+}'.length), full] : [full];
}

/**
 * The route that serves a request, as API Gateway chooses it: a fixed segment goes before a variable one, a variable
 * one before a greedy one, and a path whose resource lacks the method falls back to the next. Of the routes of one
 * resource, ANY serves what none of the others names.
 *
 * @param path below the stage, in canonical form: no empty segment, no trailing slash
 */
export function matchRoute<R extends Pick<Route, 'template' | 'methods'>>(
  routes: readonly R[],
  method: string,
  path: string,
): R | undefined {
  const segments = path.split('/').slice(1);
  let best: R | undefined;
  for (const route of routes) {
    if (!servesMethod(route, method) || !matchesTemplate(route.template, segments)) continue;
    if (best === undefined || isMoreSpecific(route.template, best.template)) best = route;
    else if (route.template === best.template && isAny(best) && !isAny(route)) best = route;
  }
  return best;
}

function isAny({ methods }: Pick<Route, 'methods'>): boolean {
  return methods.includes('ANY');
}

/** ANY stands for the methods that a resource can name: API Gateway takes no others, and none in lower case. */
export function servesMethod(route: Pick<Route, 'methods'>, method: string): boolean {
  return METHODS.some(
    (one) => one === method && one !== 'ANY' && (route.methods.includes(one) || route.methods.includes('ANY')),
  );
}

function matchesTemplate(template: string, segments: readonly string[]): boolean {
  const parts = template.split('/').slice(1);
  const greedy = parts.at(-1) === '{proxy+}';
  if (greedy ? segments.length < parts.length : segments.length !== parts.length) return false;
  return parts.every((part, index) => part.startsWith('{') || part === segments[index]);
}

/** Both templates match the same path; the first segment that differs in kind decides. */
function isMoreSpecific(template: string, other: string): boolean {
  const others = other.split('/').slice(1);
  for (const [index, part] of template.split('/').slice(1).entries()) {
    const difference = rank(part) - rank(others[index]);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function rank(part: string | undefined): number {
  if (part === undefined) return 3;
  if (part === '{proxy+}') return 2;
  return part.startsWith('{') ? 1 : 0;
}
