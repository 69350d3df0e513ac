/** Forwards the calls of projects that take a token from the query string, without the token. */
import { createForward } from '#adapters/apigateway/forward.ts';
import { dependencies } from './dependencies.ts';

export const handler = createForward(dependencies);
