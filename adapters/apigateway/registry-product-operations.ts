/** Connects the routes of products with their use cases. */
import { ROUTES } from '#core/registry/contract.ts';
import {
  changeProduct,
  createProduct,
  deleteProduct,
  type ProductPorts,
  readProduct,
} from '#core/registry/manage-products.ts';
import { entityTag } from '#core/registry/precondition.ts';
import type { Product } from '#core/registry/product.ts';
import { wireProduct } from '#core/registry/wire.ts';
import { operation, show } from './registry-operation.ts';
import { listPage } from './registry-page.ts';

export function productOperations(ports: ProductPorts) {
  return {
    createProduct: operation(ROUTES.createProduct, async ({ body, headers }, caller) =>
      show(await createProduct(ports, caller, body, headers['idempotency-key']), ({ item, replayed }) => ({
        ...shown(item),
        createdId: item.productId,
        replayed,
      })),
    ),
    listProducts: operation(ROUTES.listProducts, ({ query }) =>
      listPage('products', query, (page) => ports.products.list(page), wireProduct),
    ),
    readProduct: operation(ROUTES.readProduct, async ({ path }) =>
      show(await readProduct(ports, path.productId), shown),
    ),
    changeProduct: operation(ROUTES.changeProduct, async ({ path, headers, body }, caller) =>
      show(await changeProduct(ports, caller, path.productId, body, headers['if-match']), shown),
    ),
    deleteProduct: operation(ROUTES.deleteProduct, async ({ path, query, headers }, caller) =>
      show(
        await deleteProduct(ports, caller, path.productId, { ifMatch: headers['if-match'], confirm: query.confirm }),
        (product) => ({ about: shown(product).about }),
      ),
    ),
  };
}

function shown(product: Product) {
  const { productId, revision } = product;
  return { body: wireProduct(product), entityTag: entityTag(product), about: { productId, revision } };
}
