/** Decides which route of the catalogue a request is for, from what API Gateway says and from the path itself. */
import type { DeployedCatalogue, DeployedProject, DeployedRoute } from '../catalog/deployed-catalogue.ts';
import { type RouteTree, routeTree } from '../catalog/route-tree.ts';
import { failure, type Result, success } from '../result.ts';
import type { AccessFailure } from './access-failure.ts';

/** Control characters, `-`, `.`, `/`, digits, `;`, letters, `\\` and `_`. */
const MISLEADING_ESCAPE = /%([01][0-9a-f]|2[def]|3[0-9b]|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9af])/i;

/** UTF-8 of more bytes than the character needs (RFC 3629 §3), in which `%C0%AE` is `.` to a decoder that lets it pass. */
const OVERLONG_ESCAPE = /%(c[01]|f[89a-d])%[89ab]|%e0%[89]|%f0%8/i;

export interface RequestedRoute {
  readonly method: string;
  /** Below the stage, as sent, percent escapes and all. */
  readonly path: string;
  /** The API Gateway resource that will serve the request, for instance `/orders/1.0/{proxy+}`. */
  readonly resource: string;
}

export interface DecidedRoute {
  readonly project: DeployedProject;
  readonly route: DeployedRoute;
}

interface IndexedRoute extends DecidedRoute, Pick<DeployedRoute, 'template' | 'methods'> {}

/** A catalogue never changes, so its index is made once: in a function, with the first call. */
const trees = new WeakMap<DeployedCatalogue, RouteTree<IndexedRoute>>();

/**
 * The route is found in the catalogue by path and method, and must be the very resource that API Gateway has chosen to
 * serve: where the two disagree, nothing is let through.
 */
export function decideRoute(
  catalogue: DeployedCatalogue,
  request: RequestedRoute,
): Result<DecidedRoute, AccessFailure> {
  if (!isCanonicalPath(request.path)) return failure({ reason: 'path_not_canonical' });
  const found = routesOf(catalogue).find(request.method, withoutTrailingSlash(request.path));
  if (found === undefined || found.template !== request.resource) return failure({ reason: 'route_unknown' });
  return success({ project: found.project, route: found.route });
}

function routesOf(catalogue: DeployedCatalogue): RouteTree<IndexedRoute> {
  const known = trees.get(catalogue);
  if (known !== undefined) return known;
  const routes = catalogue.projects.flatMap((project) =>
    project.routes.map((route) => ({ project, route, template: route.template, methods: route.methods })),
  );
  const tree = routeTree(routes);
  trees.set(catalogue, tree);
  return tree;
}

/**
 * Whether a path means the same to everyone who reads it: no empty or dot segment, no backslash, no path parameter, no
 * control character, escaped or not; no escape of a separator, nor of a character that needs none, since `%61dmin` is
 * `admin` to a backend that decodes before it routes (RFC 3986 §6.2.2.2), nor one that is longer than it needs to be, and
 * no escape of an escape. One slash at the end is allowed.
 */
export function isCanonicalPath(path: string): boolean {
  if (!path.startsWith('/') || !/^[\x21-\x7e]+$/.test(path)) return false;
  if (/[\\;?#]|\/\/|%(?![0-9a-f]{2})|%25(?=[0-9a-f]{2})/i.test(path)) return false;
  if (MISLEADING_ESCAPE.test(path) || OVERLONG_ESCAPE.test(path)) return false;
  return !path.split('/').some((segment) => segment === '.' || segment === '..');
}

export function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
