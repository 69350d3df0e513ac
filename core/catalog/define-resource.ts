/** Defines a resource of a REST/HTTP project: a path, its methods, and the policies attached to its proxy request. */
import type { Method, Resource } from './api-project.ts';
import { CatalogueError } from './catalogue-error.ts';
import { checkDefinition, type Shape } from './check-definition.ts';

export interface ResourceDefinition {
  /** Below the project's path: `/`, `/items/{id}`, or ending in `{proxy+}`, which takes in the path before it as well. */
  readonly path: string;
  readonly methods: readonly Method[];
  /** Takes in everything below the path as well: short for `{proxy+}` at its end. @default false */
  readonly acceptChildPaths?: boolean;
  /**
   * Names of the policies that a request passes; an empty list makes the resource public.
   *
   * @default - the policy of `secureWith`; without `secureWith` it has to be given
   */
  readonly proxyRequest?: readonly string[];
}

const SHAPE = { required: { path: 'text', methods: 'texts' }, optional: { acceptChildPaths: 'flag' } } as const;
const SECURED: Shape = { ...SHAPE, optional: { ...SHAPE.optional, proxyRequest: 'texts' } };
const MANUAL: Shape = { ...SHAPE, required: { ...SHAPE.required, proxyRequest: 'texts' } };

/**
 * @param what the resource, for messages
 * @param securedBy the policy of those that name none; undefined where each must name its own
 */
export function defineResource(what: string, definition: ResourceDefinition, securedBy: string | undefined): Resource {
  checkDefinition(what, definition, securedBy === undefined ? MANUAL : SECURED);
  const {
    path,
    methods,
    acceptChildPaths = false,
    proxyRequest = securedBy === undefined ? [] : [securedBy],
  } = definition;
  if (acceptChildPaths && path.endsWith('{proxy+}')) {
    throw new CatalogueError([
      `${what}: path "${path}" takes in all paths below it already; leave out acceptChildPaths.`,
    ]);
  }
  return { path: acceptChildPaths ? `${path === '/' ? '' : path}/{proxy+}` : path, methods, proxyRequest };
}
