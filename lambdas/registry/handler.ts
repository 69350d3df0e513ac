/** The registry function: products, clients and subscriptions over API Gateway. */
import { createRegistryHandler } from '#adapters/apigateway/registry-api.ts';
import { dependencies } from './dependencies.ts';

export const handler = createRegistryHandler(dependencies);
