/** Finds the resource and method that serve a path: static before variable before greedy, with a way back. */
import type { MethodModel, ResourceNode } from './rest-api-model.ts';

export interface Route {
  readonly resource: ResourceNode;
  readonly method: MethodModel;
  /** Percent-escaped as sent. */
  readonly pathParameters: ReadonlyMap<string, string>;
}

/** The methods that ANY stands for. */
const ANY_METHODS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

/**
 * @param path behind the stage, as sent; case matters, escapes are not decoded, slashes at its end are ignored
 * @returns `undefined` where no resource matches or none that matches has the method: the caller can't tell which
 */
export function findRoute(root: ResourceNode, httpMethod: string, path: string): Route | undefined {
  const trimmed = path.replace(/\/+$/, '').slice(1);
  return descend(root, trimmed === '' ? [] : trimmed.split('/'), httpMethod, []);
}

/** A branch that ends without a resource or without the method does not end the search: its greedy sibling may serve. */
function descend(
  node: ResourceNode,
  segments: readonly string[],
  httpMethod: string,
  parameters: readonly (readonly [string, string])[],
): Route | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    const method = methodOf(node, httpMethod);
    return method && { resource: node, method, pathParameters: new Map(parameters) };
  }
  const { variable, greedy } = node;
  const fixed = node.statics.get(segment);
  return (
    (fixed && descend(fixed, rest, httpMethod, parameters)) ??
    (variable && segment !== ''
      ? descend(variable.node, rest, httpMethod, [...parameters, [variable.name, segment]])
      : undefined) ??
    (greedy && descend(greedy.node, [], httpMethod, [...parameters, [greedy.name, segments.join('/')]]))
  );
}

function methodOf(node: ResourceNode, httpMethod: string): MethodModel | undefined {
  return node.methods.get(httpMethod) ?? (ANY_METHODS.has(httpMethod) ? node.methods.get('ANY') : undefined);
}
