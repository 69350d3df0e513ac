/** Whether a product opens a request's route: it holds the project, and is not narrowed to other operations of it. */
import { matchRoute, templatesOf } from '../catalog/route.ts';
import type { Product } from '../registry/product.ts';
import { type DecidedRoute, withoutTrailingSlash } from './decide-route.ts';

/**
 * @param decided the project and the route that serve the request
 * @param method as sent
 * @param path below the stage, as sent, found canonical already
 */
export function productOpens(
  product: Product,
  { project, route }: DecidedRoute,
  method: string,
  path: string,
): 'opened' | 'project_not_in_product' | 'operation_not_in_product' {
  const held = product.projects.find(({ projectId }) => projectId === project.projectId);
  if (held === undefined) return 'project_not_in_product';
  // A project that is no SOAP service any more has none of the operations that the product is narrowed to.
  if (held.soapOperations !== undefined && project.soap === undefined) return 'operation_not_in_product';
  if (held.operations === undefined) return 'opened';
  const operations = held.operations
    .flatMap(({ methods, path: below }) => templatesOf(project.path, below).map((template) => ({ template, methods })))
    .filter(({ template }) => !takesFixedForVariable(template, route.template));
  const found = matchRoute(operations, method, withoutTrailingSlash(path));
  return found === undefined ? 'operation_not_in_product' : 'opened';
}

/** `/items/{id}` is not `/items/export` where the project has that as a resource of its own. */
function takesFixedForVariable(operation: string, route: string): boolean {
  const fixed = route.split('/');
  return operation.split('/').some((part, index) => {
    const other = fixed[index];
    return part.startsWith('{') && part !== '{proxy+}' && other !== undefined && !other.startsWith('{');
  });
}
