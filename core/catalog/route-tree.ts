/** An index of routes by the segments of their paths, with which one is found however many there are. */
import { type Route, servesMethod } from './route.ts';

type Indexed = Pick<Route, 'template' | 'methods'>;

export interface RouteTree<R extends Indexed> {
  /**
   * The route that serves a request, the same one as `matchRoute` finds: a fixed segment goes before a variable one, a
   * variable one before a greedy one, and a path whose resource lacks the method falls back to the next.
   *
   * @param path below the stage, in canonical form: no empty segment, no trailing slash
   */
  find(method: string, path: string): R | undefined;
}

interface Branch<R extends Indexed> {
  /** Routes that end here; several where their methods differ. */
  readonly routes: R[];
  /** Routes that take in everything below. */
  readonly greedy: R[];
  /** A map: a segment may bear any name, `constructor` too. */
  readonly fixed: Map<string, Branch<R>>;
  /** Whatever the variable is called. */
  variable?: Branch<R>;
}

export function routeTree<R extends Indexed>(routes: readonly R[]): RouteTree<R> {
  const root: Branch<R> = newBranch();
  for (const route of routes) plant(root, route);
  return { find: (method, path) => descend(root, method, segmentsOf(path), 0) };
}

function plant<R extends Indexed>(root: Branch<R>, route: R): void {
  const segments = segmentsOf(route.template);
  const isGreedy = segments.at(-1) === '{proxy+}';
  let branch = root;
  for (const segment of isGreedy ? segments.slice(0, -1) : segments) branch = childFor(branch, segment);
  const routes = isGreedy ? branch.greedy : branch.routes;
  // ANY serves what none of the others names, so it comes last.
  const any = route.methods.includes('ANY') ? -1 : routes.findIndex(({ methods }) => methods.includes('ANY'));
  routes.splice(any === -1 ? routes.length : any, 0, route);
}

function childFor<R extends Indexed>(branch: Branch<R>, segment: string): Branch<R> {
  if (segment.startsWith('{')) {
    branch.variable ??= newBranch();
    return branch.variable;
  }
  const child = branch.fixed.get(segment) ?? newBranch<R>();
  branch.fixed.set(segment, child);
  return child;
}

/** A branch that ends without a route for the method does not end the search. None is visited twice. */
function descend<R extends Indexed>(
  branch: Branch<R>,
  method: string,
  segments: readonly string[],
  depth: number,
): R | undefined {
  const serving = (route: R) => servesMethod(route, method);
  const segment = segments[depth];
  if (segment === undefined) return branch.routes.find(serving);
  const { variable, greedy } = branch;
  const fixed = branch.fixed.get(segment);
  return (
    (fixed && descend(fixed, method, segments, depth + 1)) ??
    (variable && descend(variable, method, segments, depth + 1)) ??
    greedy.find(serving)
  );
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').slice(1);
}

function newBranch<R extends Indexed>(): Branch<R> {
  return { routes: [], greedy: [], fixed: new Map() };
}
