/** Use cases of products: what is sold together must exist, and be named once. */
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { failure, type Result, success } from '#core/result.ts';
import type { Caller } from './describe-change.ts';
import { type NewAggregatePorts, newAggregateState } from './new-aggregate.ts';
import type { ProductStore } from './ports.ts';
import type { Product } from './product.ts';
import type { FieldError, RegistryFailure } from './registry-failure.ts';
import { isRegistryId } from './registry-id.ts';

export interface ProductPorts extends NewAggregatePorts {
  readonly products: ProductStore;
  readonly catalogue: DeployedCatalogue;
}

export type NewProduct = Pick<Product, 'productId' | 'displayName' | 'description' | 'projects' | 'scopes'>;

/** Creates a product of projects that the server group has. Its fields are well-formed already. */
export async function createProduct(
  ports: ProductPorts,
  caller: Caller,
  fields: NewProduct,
): Promise<Result<Product, RegistryFailure>> {
  const errors = [...findProjectErrors(fields, ports.catalogue), ...findScopeErrors(fields)];
  if (errors.length > 0) return failure({ reason: 'invalid', errors });
  const product: Product = {
    access: 'private',
    keyApproval: 'automatic',
    attributes: {},
    ...fields,
    ...newAggregateState(ports, caller, 'product.create', fields),
  };
  const outcome = await ports.products.create(product);
  if (outcome === 'exists') return failure({ reason: 'exists', field: 'productId', id: fields.productId });
  return success(product);
}

/** A text that has not the shape of an id is not even looked for. */
export async function readProduct(
  { products }: Pick<ProductPorts, 'products'>,
  productId: string,
): Promise<Result<Product, RegistryFailure>> {
  const product = isRegistryId(productId) ? await products.get(productId) : undefined;
  return product === undefined ? failure({ reason: 'not_found' }) : success(product);
}

function findProjectErrors({ projects }: NewProduct, catalogue: DeployedCatalogue): readonly FieldError[] {
  const known = catalogue.projects.map(({ projectId }) => projectId);
  const named = projects.map(({ projectId }) => projectId);
  return named.flatMap((projectId, index) => {
    const say = (message: string) => [{ field: `projects[${index}].projectId`, message }];
    if (named.indexOf(projectId) < index) return say(`names "${projectId}" a second time`);
    if (known.includes(projectId)) return [];
    const list = known.length === 0 ? 'it has none' : `it has ${known.toSorted().join(', ')}`;
    return say(`names "${projectId}", which is no REST project of server group ${catalogue.serverGroup}; ${list}`);
  });
}

function findScopeErrors({ scopes }: NewProduct): readonly FieldError[] {
  return scopes.flatMap((scope, index) =>
    scopes.indexOf(scope) < index ? [{ field: `scopes[${index}]`, message: `names "${scope}" a second time` }] : [],
  );
}
