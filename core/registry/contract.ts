/** The registry API as one table of routes and schemas: handler, OpenAPI document, command line and console follow it. */
import type * as z from 'zod';
import { failure, type Result, success } from '#core/result.ts';
import type { ClientJwks } from './client-jwk.ts';
import { clientRoutes } from './contract/client-routes.ts';
import { jwks } from './contract/jwks.ts';
import { productRoutes } from './contract/product-routes.ts';
import { readingRoutes } from './contract/reading-routes.ts';
import type { RouteContract, Routes } from './contract/route-contract.ts';
import { secretRoutes } from './contract/secret-routes.ts';
import { signingKeyRoutes } from './contract/signing-key-routes.ts';
import { subscriptionRoutes } from './contract/subscription-routes.ts';
import { strict } from './contract/texts.ts';
import { fieldErrorsOf } from './field-errors.ts';
import type { FieldError } from './registry-failure.ts';

export type { ClientJwks as ClientKeys } from './client-jwk.ts';
export type { ClientChange, NewClient } from './contract/client-routes.ts';
export type { NewProduct, ProductChange } from './contract/product-routes.ts';
export {
  bodyOf,
  headersOf,
  mediaTypesOf,
  problemsOf,
  type RouteContract,
  requiresPrecondition,
} from './contract/route-contract.ts';
export type { Retirement, Rotation } from './contract/secret-routes.ts';
export type { WireSigningKey } from './contract/signing-key-routes.ts';
export type { NewSubscription, SubscriptionChange } from './contract/subscription-routes.ts';
export type { WirePolicy, WireProject, WireRoute } from './contract/wire-project.ts';
export type {
  WireAuditEntry,
  WireClient,
  WireCreatedSubscription,
  WireList,
  WireProduct,
  WireRotatedSecret,
  WireSecret,
  WireSubscription,
} from './contract/wire-things.ts';

/** By operation id. */
export const ROUTES = {
  ...productRoutes,
  ...clientRoutes,
  ...subscriptionRoutes,
  ...secretRoutes,
  ...signingKeyRoutes,
  ...readingRoutes,
} as const satisfies Routes;

export type OperationId = keyof typeof ROUTES;
/** What the handler of a route gets: times as epoch milliseconds, defaults filled in. */
export type ParsedRequest<Schema extends RouteContract['request']> = z.output<Schema>;

export const OPERATION_IDS: readonly OperationId[] = Object.keys(ROUTES).filter((name): name is OperationId =>
  Object.hasOwn(ROUTES, name),
);

/** Parses what came in by a route's schema, and says of each field what is wrong with it: one thing at a time. */
export function parseRequest<Schema extends RouteContract['request']>(
  schema: Schema,
  input: unknown,
): Result<ParsedRequest<Schema>, readonly FieldError[]> {
  const parsed = schema.safeParse(input);
  return parsed.success ? success(parsed.data) : failure(fieldErrorsOf(parsed.error.issues));
}

const keySetInBody = strict({ body: strict({ jwks }) });

/** Parses a client's public keys (RFC 7517), as requests hold them in the field `jwks`. */
export function parseClientKeys(input: unknown): Result<ClientJwks, readonly FieldError[]> {
  const parsed = keySetInBody.safeParse({ body: { jwks: input } });
  return parsed.success ? success(parsed.data.body.jwks) : failure(fieldErrorsOf(parsed.error.issues));
}
