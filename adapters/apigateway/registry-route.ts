/** Finds the route of the registry API that a method and a path mean. */
import { OPERATION_IDS, type OperationId, ROUTES } from '#core/registry/contract.ts';
import { failure, type Result, success } from '#core/result.ts';

export interface FoundRoute {
  readonly operationId: OperationId;
  /** Values of the variables in the route's path. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RouteFailure {
  /** The methods that the path has; none when there is no such path. */
  readonly allowed: readonly string[];
}

export function findRoute(method: string, path: string): Result<FoundRoute, RouteFailure> {
  const onPath = OPERATION_IDS.flatMap((operationId) => {
    const parameters = matchPath(ROUTES[operationId].path, path);
    return parameters === undefined ? [] : [{ operationId, parameters }];
  });
  const found = onPath.find(({ operationId }) => ROUTES[operationId].method === method);
  if (found !== undefined) return success(found);
  return failure({ allowed: onPath.map(({ operationId }) => ROUTES[operationId].method).toSorted() });
}

/** A variable takes one segment that is not empty. */
function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const parts = template.split('/');
  const segments = path.split('/');
  if (parts.length !== segments.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) {
      if (segment === '') return undefined;
      parameters.push([part.slice(1, -1), segment]);
    } else if (part !== segment) return undefined;
  }
  return Object.fromEntries(parameters);
}
