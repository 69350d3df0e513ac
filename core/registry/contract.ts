/** The registry API as one table of routes and schemas: handler, OpenAPI document, command line and console follow it. */
import * as z from 'zod';
import { isScopeToken } from '#core/catalog/policy.ts';
import { failure, type Result, success } from '#core/result.ts';
import { fieldErrorsOf } from './field-errors.ts';
import type { ProblemCode } from './problem.ts';
import type { FieldError } from './registry-failure.ts';
import { REGISTRY_ID } from './registry-id.ts';

export interface RouteContract {
  readonly method: 'GET' | 'POST';
  /** Below the stage, with variables in braces. */
  readonly path: string;
  readonly summary: string;
  /** Its `path`, `query` and `body`, all of them strict: nobody sets or asks what is not named here. */
  readonly request: z.ZodObject;
  readonly success: { readonly status: 200 | 201; readonly body: z.ZodObject };
  /** Besides those that every route may answer with. */
  readonly problems: readonly ProblemCode[];
}

const MAX_PAGE = 100;
const DEFAULT_PAGE = 50;
/** All scopes of a product stand in each of its tokens, and a token must fit into a header. */
const MAX_SCOPE_CHARACTERS = 2_000;
/** Control characters, line and paragraph separators, halves of characters, and what turns the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

const id = text().regex(REGISTRY_ID, {
  error: 'must be 1 to 64 lower-case letters, digits, ".", "_" and "-", of which the first is a letter or a digit',
});
const displayName = printable(128);
const time = text()
  .pipe(z.iso.datetime({ error: 'must be a time in UTC by ISO 8601, such as 2027-01-31T00:00:00Z' }))
  .transform((iso) => Date.parse(iso));
const email = text()
  .max(254, { error: 'must have at most 254 characters' })
  .pipe(z.email({ error: 'must be an email address' }));
const clientStatus = z.enum(['active', 'disabled'], { error: expecting('"active" or "disabled"') });
const scopes = z
  .array(text().refine(isScopeToken, { error: 'must be a scope of 1 to 128 characters (RFC 6749 §3.3)' }), {
    error: expecting('a list'),
  })
  .max(100, { error: 'must have at most 100 scopes' })
  .refine((list) => list.join(' ').length <= MAX_SCOPE_CHARACTERS, {
    error: `must have at most ${MAX_SCOPE_CHARACTERS} characters together`,
  });
const projects = z
  .array(strict({ projectId: text().min(1).max(128) }), { error: expecting('a list') })
  .min(1, { error: 'must name at least one project' })
  .max(100, { error: 'must name at most 100 projects' });

const nothing = strict({});
const page = {
  limit: text()
    .regex(/^([1-9]\d?|100)$/, { error: `must be a whole number from 1 to ${MAX_PAGE}` })
    .transform(Number)
    .default(DEFAULT_PAGE),
  cursor: text().min(1).max(512).exactOptional(),
};

const wireTime = z.iso.datetime();
const wireState = { revision: z.int(), createdAt: wireTime, changedAt: wireTime };
const wireProduct = z.strictObject({
  productId: z.string(),
  displayName: z.string(),
  description: z.string().exactOptional(),
  projects: z.array(z.strictObject({ projectId: z.string() })).readonly(),
  scopes: z.array(z.string()).readonly(),
  ...wireState,
});
const wireClient = z.strictObject({
  clientId: z.string(),
  displayName: z.string(),
  email: z.string(),
  status: z.enum(['active', 'disabled']),
  ...wireState,
});
const wireSecret = z.strictObject({
  secretId: z.string(),
  hint: z.string(),
  createdAt: wireTime,
  expiresAt: wireTime.exactOptional(),
});
const wireSubscription = z.strictObject({
  consumerKey: z.string(),
  clientId: z.string(),
  productId: z.string(),
  status: z.enum(['pending', 'active', 'paused', 'revoked']),
  validFrom: wireTime.exactOptional(),
  expiresAt: wireTime.exactOptional(),
  secrets: z.array(wireSecret).readonly(),
  ...wireState,
});
const wireCreatedSubscription = wireSubscription.extend({ consumerSecret: z.string() });

export type WireProduct = z.infer<typeof wireProduct>;
export type WireClient = z.infer<typeof wireClient>;
export type WireSubscription = z.infer<typeof wireSubscription>;
/** The only answer that holds the secret. */
export type WireCreatedSubscription = z.infer<typeof wireCreatedSubscription>;

/** By operation id. */
export const ROUTES = {
  createProduct: {
    method: 'POST',
    path: '/products',
    summary: 'Create a product',
    request: strict({
      path: nothing,
      query: nothing,
      body: strict({ productId: id, displayName, description: printable(1_000).exactOptional(), projects, scopes }),
    }),
    success: { status: 201, body: wireProduct },
    problems: ['conflict'],
  },
  listProducts: {
    method: 'GET',
    path: '/products',
    summary: 'List products',
    request: strict({ path: nothing, query: strict(page) }),
    success: { status: 200, body: listOf(wireProduct) },
    problems: [],
  },
  readProduct: {
    method: 'GET',
    path: '/products/{productId}',
    summary: 'Read a product',
    request: strict({ path: strict({ productId: text() }), query: nothing }),
    success: { status: 200, body: wireProduct },
    problems: ['not_found', 'unreadable_item'],
  },
  createClient: {
    method: 'POST',
    path: '/clients',
    summary: 'Create a client',
    request: strict({
      path: nothing,
      query: nothing,
      body: strict({ clientId: id, displayName, email, status: clientStatus.exactOptional() }),
    }),
    success: { status: 201, body: wireClient },
    problems: ['conflict'],
  },
  listClients: {
    method: 'GET',
    path: '/clients',
    summary: 'List clients',
    request: strict({ path: nothing, query: strict(page) }),
    success: { status: 200, body: listOf(wireClient) },
    problems: [],
  },
  readClient: {
    method: 'GET',
    path: '/clients/{clientId}',
    summary: 'Read a client',
    request: strict({ path: strict({ clientId: text() }), query: nothing }),
    success: { status: 200, body: wireClient },
    problems: ['not_found', 'unreadable_item'],
  },
  createSubscription: {
    method: 'POST',
    path: '/subscriptions',
    summary: 'Subscribe a client to a product; the answer holds the consumer secret, which is shown this once',
    request: strict({
      path: nothing,
      query: nothing,
      body: strict({ clientId: id, productId: id, validFrom: time.exactOptional(), expiresAt: time.exactOptional() }),
    }),
    success: { status: 201, body: wireCreatedSubscription },
    problems: ['unreadable_item'],
  },
  listSubscriptions: {
    method: 'GET',
    path: '/subscriptions',
    summary: 'List subscriptions, all of them or those of one client or of one product',
    request: strict({
      path: nothing,
      query: strict({ ...page, clientId: id.exactOptional(), productId: id.exactOptional() }).refine(
        ({ clientId, productId }) => clientId === undefined || productId === undefined,
        { path: ['productId'], error: 'cannot be combined with clientId' },
      ),
    }),
    success: { status: 200, body: listOf(wireSubscription) },
    problems: [],
  },
  readSubscription: {
    method: 'GET',
    path: '/subscriptions/{consumerKey}',
    summary: 'Read a subscription',
    request: strict({ path: strict({ consumerKey: text() }), query: nothing }),
    success: { status: 200, body: wireSubscription },
    problems: ['not_found', 'unreadable_item'],
  },
} as const satisfies Readonly<Record<string, RouteContract>>;

export type OperationId = keyof typeof ROUTES;
/** What the handler of a route gets: times as epoch milliseconds, defaults filled in. */
export type ParsedRequest<Schema extends RouteContract['request']> = z.output<Schema>;

/** Parses what came in by a route's schema, and says of each field what is wrong with it: one thing at a time. */
export function parseRequest<Schema extends RouteContract['request']>(
  schema: Schema,
  input: unknown,
): Result<ParsedRequest<Schema>, readonly FieldError[]> {
  const parsed = schema.safeParse(input);
  return parsed.success ? success(parsed.data) : failure(fieldErrorsOf(parsed.error.issues));
}

function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: expecting('an object') });
}

function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item).readonly(),
    /** Give it back as `cursor` for the next page; absent on the last one. */
    nextCursor: z.string().exactOptional(),
    /** Ids of damaged items that were left out. */
    unreadable: z.array(z.string()).readonly().exactOptional(),
  });
}

function text() {
  return z.string({ error: expecting('a text') });
}

function printable(maximum: number) {
  const error = `must have 1 to ${maximum} characters, not all of them blank and none of them a control character`;
  return text()
    .min(1, { error })
    .max(maximum, { error })
    .refine((value) => value.trim() !== '' && !UNPRINTABLE.test(value), { error });
}

function expecting(what: string) {
  return (issue: { readonly code?: string; readonly input?: unknown }): string | undefined => {
    if (issue.code === 'unrecognized_keys') return undefined;
    return issue.input === undefined ? 'is required' : `must be ${what}`;
  };
}
