/** Verifies and forwards the calls of projects that take a token from the body, which no authorizer can see. */
import { createVerifyAndForward } from '#adapters/apigateway/verify-and-forward.ts';
import { dependencies } from './dependencies.ts';

export const handler = createVerifyAndForward(dependencies);
