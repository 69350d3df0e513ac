/** What the contract says of a route, and what follows from that. */
import * as z from 'zod';
import type { ProblemCode } from '../problem.ts';

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the stage, with variables in braces. */
  readonly path: string;
  readonly tag: RouteTag;
  readonly summary: string;
  /** Its `path`, `query`, `headers` and, where it takes one, `body`, all of them strict: nobody sets or asks what is not named here. */
  readonly request: z.ZodObject<RequestShape>;
  readonly success: {
    readonly status: 200 | 201 | 204;
    /** Absent where the answer has none. */
    readonly body?: z.ZodObject;
    readonly headers?: readonly AnswerHeader[];
  };
  /** Besides those that follow from what the route takes. */
  readonly problems: readonly ProblemCode[];
  /** Whether it may change something. */
  readonly mutation: boolean;
  /** Whether its answer may hold a consumer secret. */
  readonly holdsSecret: boolean;
}

type RequestShape = {
  readonly path: z.ZodObject;
  readonly query: z.ZodObject;
  /** By lower-case name; others are not looked at. */
  readonly headers: z.ZodObject;
  readonly body?: z.ZodType;
};

export type RouteTag =
  | 'Products'
  | 'Clients'
  | 'Subscriptions'
  | 'Secrets'
  | 'Signing keys'
  | 'Audit'
  | 'Projects'
  | 'Description';
export type AnswerHeader = 'ETag' | 'Location' | 'Idempotency-Replayed';
export type Routes = Readonly<Record<string, RouteContract>>;

/** Whether a route takes a body: never, if it likes, or always. */
export function bodyOf({ request }: RouteContract): 'none' | 'optional' | 'required' {
  const { body } = request.shape;
  if (body === undefined) return 'none';
  return isOptional(body) ? 'optional' : 'required';
}

/** The headers that a route reads, by lower-case name. */
export function headersOf({ request }: RouteContract): readonly string[] {
  return Object.keys(request.shape.headers.shape);
}

/** Whether a route changes something only when it is told what it changes (RFC 6585 §3). */
export function requiresPrecondition({ request }: RouteContract): boolean {
  const ifMatch = request.shape.headers.shape['if-match'];
  return ifMatch !== undefined && !isOptional(ifMatch);
}

/** Media types of the body that a route takes. */
export function mediaTypesOf({ method }: Pick<RouteContract, 'method'>): readonly string[] {
  return method === 'PATCH' ? ['application/merge-patch+json', 'application/json'] : ['application/json'];
}

/** Every problem that a route may answer with. */
export function problemsOf(route: RouteContract): readonly ProblemCode[] {
  const reads = headersOf(route);
  const codes: readonly ProblemCode[] = [
    'invalid_request',
    'forbidden',
    'internal_error',
    'unavailable',
    ...(bodyOf(route) === 'none' ? [] : (['malformed_json', 'unsupported_media_type', 'body_too_large'] as const)),
    ...(reads.includes('if-match') ? (['precondition_failed'] as const) : []),
    ...(requiresPrecondition(route) ? (['precondition_required'] as const) : []),
    ...(reads.includes('idempotency-key') ? (['idempotency_key_reused'] as const) : []),
    ...route.problems,
  ];
  return [...new Set(codes)];
}

/** Whether a field of that schema may be left out. */
export function isOptional(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodExactOptional || z.safeParse(schema, undefined).success;
}
