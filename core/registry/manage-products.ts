/** Use cases of products. */
import type { DeployedCatalogue } from '../catalog/deployed-catalogue.ts';
import { failure, type Result, success } from '../result.ts';
import { patchAttributes } from './attributes.ts';
import { changeAggregate, type Decision } from './change-aggregate.ts';
import type { NewProduct, ProductChange } from './contract.ts';
import { type Deletion, findConfirmationErrors } from './deletion.ts';
import type { Caller } from './describe-change.ts';
import { findProductErrors } from './find-product-errors.ts';
import { idempotencyOf } from './idempotency.ts';
import { countLiveSubscriptions, refuseInUse } from './live-subscriptions.ts';
import { type Created, createAggregate, type NewAggregatePorts, newAggregate } from './new-aggregate.ts';
import { patched } from './patched.ts';
import type { ProductStore, SubscriptionLister } from './ports.ts';
import type { Precondition } from './precondition.ts';
import type { Product } from './product.ts';
import { invalid, type RegistryFailure } from './registry-failure.ts';
import { isRegistryId } from './registry-id.ts';
import { wireProduct } from './wire.ts';

export interface ProductPorts extends NewAggregatePorts {
  readonly products: ProductStore;
  readonly subscriptions: SubscriptionLister;
  readonly catalogue: DeployedCatalogue;
}

/**
 * Creates a product of projects that the server group has. Its fields are well-formed already.
 *
 * @param idempotencyKey undefined when the caller chose none
 */
export async function createProduct(
  ports: ProductPorts,
  caller: Caller,
  fields: NewProduct,
  idempotencyKey?: string,
): Promise<Result<Created<Product>, RegistryFailure>> {
  const idempotency = idempotencyOf(
    { caller, route: 'createProduct', key: idempotencyKey, body: fields },
    ports.secretHasher.hash,
  );
  return createAggregate<Product>({
    store: ports.products,
    id: fields.productId,
    idField: 'productId',
    idempotency,
    make: async () => {
      const product = {
        access: 'private',
        keyApproval: 'automatic',
        attributes: {},
        ...fields,
      } as const satisfies Partial<Product>;
      const errors = findProductErrors(product, ports.catalogue);
      if (errors.length > 0) return failure(invalid(errors));
      return success(newAggregate(ports, { caller, action: 'product.create', idempotency }, product, wireProduct));
    },
  });
}

/** A text that has not the shape of an id is not even looked for. */
export async function readProduct(
  { products }: Pick<ProductPorts, 'products'>,
  productId: string,
): Promise<Result<Product, RegistryFailure>> {
  const product = isRegistryId(productId) ? await products.get(productId) : undefined;
  return product === undefined ? failure({ reason: 'not_found' }) : success(product);
}

/** The whole product that results is checked as a new one would be. */
export async function changeProduct(
  ports: ProductPorts,
  caller: Caller,
  productId: string,
  change: ProductChange,
  ifMatch: Precondition,
): Promise<Result<Product, RegistryFailure>> {
  return changeAggregate<Product>(ports, caller, {
    store: ports.products,
    id: isRegistryId(productId) ? productId : undefined,
    ifMatch,
    show: wireProduct,
    decide: (current) => {
      const next = patchProduct(current, change);
      const errors = findProductErrors(next, ports.catalogue);
      if (errors.length > 0) return failure(invalid(errors));
      return success({ next: isSame(next, current) ? current : next, action: 'product.change' });
    },
  });
}

/** One with subscriptions that are not revoked goes only when that is confirmed; they open nothing from then on. */
export async function deleteProduct(
  ports: ProductPorts,
  caller: Caller,
  productId: string,
  deletion: Deletion,
): Promise<Result<Product, RegistryFailure>> {
  return changeAggregate<Product>(ports, caller, {
    store: ports.products,
    id: isRegistryId(productId) ? productId : undefined,
    ifMatch: deletion.ifMatch,
    show: wireProduct,
    decide: async (current, now): Promise<Decision<Product>> => {
      const errors = findConfirmationErrors(productId, deletion);
      if (errors.length > 0) return failure(invalid(errors));
      const refusal = deletion.confirm === undefined ? await refuseDeletion(ports, current) : undefined;
      if (refusal !== undefined) return failure(refusal);
      return success({ next: { ...current, deletedAt: now }, action: 'product.delete' });
    },
  });
}

async function refuseDeletion({ subscriptions }: ProductPorts, { productId, incarnation }: Product) {
  const live = await countLiveSubscriptions(
    (page) => subscriptions.listOfProduct(productId, page),
    (subscription) => subscription.productIncarnation === incarnation,
  );
  return refuseInUse(live, 'product', productId);
}

function patchProduct(product: Product, change: ProductChange): Product {
  const {
    description: _description,
    accessTokenExpiryTime: _expiry,
    authenticationMethods: _methods,
    ...rest
  } = product;
  const description = patched(product.description, change.description);
  const accessTokenExpiryTime = patched(product.accessTokenExpiryTime, change.accessTokenExpiryTime);
  const authenticationMethods = patched(product.authenticationMethods, change.authenticationMethods);
  return {
    ...rest,
    displayName: change.displayName ?? product.displayName,
    ...(description !== undefined && { description }),
    projects: change.projects ?? product.projects,
    scopes: change.scopes ?? product.scopes,
    access: change.access ?? product.access,
    keyApproval: change.keyApproval ?? product.keyApproval,
    ...(accessTokenExpiryTime !== undefined && { accessTokenExpiryTime }),
    ...(authenticationMethods !== undefined && { authenticationMethods }),
    attributes: patchAttributes(product.attributes, change.attributes),
  };
}

function isSame(one: Product, other: Product): boolean {
  return JSON.stringify(wireProduct(one)) === JSON.stringify(wireProduct(other));
}
