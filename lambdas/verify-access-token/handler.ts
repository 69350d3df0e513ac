/** The REQUEST authorizer of every protected route: verifies the access token and decides about this one request. */
import { createAccessAuthorizer } from '#adapters/apigateway/access-authorizer.ts';
import { dependencies } from './dependencies.ts';

export const handler = createAccessAuthorizer(dependencies);
