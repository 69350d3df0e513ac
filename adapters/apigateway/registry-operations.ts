/** Connects each route of the contract with its use case, and what that returns with what is shown of it. */
import type { LogFields } from '#adapters/runtime/log.ts';
import {
  type OperationId,
  type ParsedRequest,
  parseRequest,
  ROUTES,
  type RouteContract,
} from '#core/registry/contract.ts';
import type { Caller } from '#core/registry/describe-change.ts';
import { type ClientPorts, createClient, readClient } from '#core/registry/manage-clients.ts';
import { createProduct, type ProductPorts, readProduct } from '#core/registry/manage-products.ts';
import { createSubscription, readSubscription, type SubscriptionPorts } from '#core/registry/manage-subscriptions.ts';
import type { ClientStore, ProductStore } from '#core/registry/ports.ts';
import type { RegistryFailure } from '#core/registry/registry-failure.ts';
import type { UnreadableItemError } from '#core/registry/store-faults.ts';
import { wireClient, wireCreatedSubscription, wireProduct, wireSubscription } from '#core/registry/wire.ts';
import { failure, type Result, success } from '#core/result.ts';
import { listPage } from './registry-page.ts';

export interface RegistryPorts extends ProductPorts, ClientPorts, SubscriptionPorts {
  readonly products: ProductStore;
  readonly clients: ClientStore;
}

export interface OperationOutcome {
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the one thing that was read or made. */
  readonly revision?: number;
  /** Of the thing that was made. */
  readonly createdId?: string;
  /** What was made, for the log. */
  readonly about?: Pick<LogFields, 'productId' | 'clientId' | 'consumerKey' | 'secretId'>;
  /** Damaged items that a list left out. */
  readonly unreadable?: readonly UnreadableItemError[];
}

/** @param input the request's `path`, `query` and `body`, as they came */
export type Operation = (input: unknown, caller: Caller) => Promise<Result<OperationOutcome, RegistryFailure>>;

export function registryOperations(ports: RegistryPorts): Readonly<Record<OperationId, Operation>> {
  const { products, clients, subscriptions } = ports;
  return {
    createProduct: operation(ROUTES.createProduct, async ({ body }, caller) =>
      show(await createProduct(ports, caller, body), (product) => ({
        ...single(wireProduct(product)),
        createdId: product.productId,
        about: { productId: product.productId },
      })),
    ),
    listProducts: operation(ROUTES.listProducts, ({ query }) =>
      listPage('products', query, (page) => products.list(page), wireProduct),
    ),
    readProduct: operation(ROUTES.readProduct, async ({ path }) =>
      show(await readProduct(ports, path.productId), (product) => single(wireProduct(product))),
    ),
    createClient: operation(ROUTES.createClient, async ({ body }, caller) =>
      show(await createClient(ports, caller, body), (client) => ({
        ...single(wireClient(client)),
        createdId: client.clientId,
        about: { clientId: client.clientId },
      })),
    ),
    listClients: operation(ROUTES.listClients, ({ query }) =>
      listPage('clients', query, (page) => clients.list(page), wireClient),
    ),
    readClient: operation(ROUTES.readClient, async ({ path }) =>
      show(await readClient(ports, path.clientId), (client) => single(wireClient(client))),
    ),
    createSubscription: operation(ROUTES.createSubscription, async ({ body }, caller) =>
      show(await createSubscription(ports, caller, body), (created) => {
        const { consumerKey, clientId, productId } = created.subscription;
        return {
          ...single(wireCreatedSubscription(created)),
          createdId: consumerKey,
          about: { consumerKey, clientId, productId },
        };
      }),
    ),
    listSubscriptions: operation(ROUTES.listSubscriptions, ({ query }) => {
      const { clientId, productId } = query;
      if (clientId !== undefined) {
        const list = `subscriptions?clientId=${clientId}`;
        return listPage(list, query, (page) => subscriptions.listOfClient(clientId, page), wireSubscription);
      }
      if (productId !== undefined) {
        const list = `subscriptions?productId=${productId}`;
        return listPage(list, query, (page) => subscriptions.listOfProduct(productId, page), wireSubscription);
      }
      return listPage('subscriptions', query, (page) => subscriptions.list(page), wireSubscription);
    }),
    readSubscription: operation(ROUTES.readSubscription, async ({ path }) =>
      show(await readSubscription(ports, path.consumerKey), (subscription) => single(wireSubscription(subscription))),
    ),
  };
}

function operation<Request extends RouteContract['request']>(
  { request: schema }: { readonly request: Request },
  run: (request: ParsedRequest<Request>, caller: Caller) => ReturnType<Operation>,
): Operation {
  return async (input, caller) => {
    const request = parseRequest(schema, input);
    return request.ok ? run(request.value, caller) : failure({ reason: 'invalid', errors: request.failure });
  };
}

function single(body: Readonly<Record<string, unknown>> & { readonly revision: number }) {
  return { body, revision: body.revision };
}

function show<Value>(
  result: Result<Value, RegistryFailure>,
  toOutcome: (value: Value) => OperationOutcome,
): Result<OperationOutcome, RegistryFailure> {
  return result.ok ? success(toOutcome(result.value)) : result;
}
