/** What the registry function is made of. */
import type { RegistryHandlerDependencies } from '#adapters/apigateway/registry-api.ts';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { readCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { systemClock } from '#adapters/runtime/clock.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { log } from '#adapters/runtime/log.ts';
import { prime } from '#adapters/runtime/prime.ts';
import { randomBytes } from '#adapters/runtime/random.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment, process.env);
const documents = createDocumentClient();

export const dependencies: RegistryHandlerDependencies = {
  products: productStore(documents, variables.PRODUCTS_TABLE),
  clients: clientStore(documents, variables.CLIENTS_TABLE),
  subscriptions: subscriptionStore(documents, variables.SUBSCRIPTIONS_TABLE),
  catalogue: readCatalogue(new URL('./catalogue.json', import.meta.url)),
  clock: systemClock,
  randomBytes,
  secretHasher,
  log,
};

await prime([() => dependencies.products.get('no.product')]);
