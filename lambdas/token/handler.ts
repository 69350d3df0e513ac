/** `POST <context path>` of every token endpoint project, introspection, revocation, the JWK set and the metadata. */
import { createTokenEndpoint } from '#adapters/apigateway/token-endpoint.ts';
import { dependencies } from './dependencies.ts';

export const handler = createTokenEndpoint(dependencies);
