/** The problems that the registry API answers with (RFC 9457). */
import { boundedErrors } from './field-errors.ts';
import type { FieldError } from './registry-failure.ts';

export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid.' },
  malformed_json: { status: 400, title: 'The body is not JSON in UTF-8.' },
  forbidden: { status: 403, title: 'The caller is not known.' },
  not_found: { status: 404, title: 'There is no such thing.' },
  unknown_route: { status: 404, title: 'There is no such route.' },
  method_not_allowed: { status: 405, title: 'The route does not have this method.' },
  conflict: { status: 409, title: 'It cannot be done as things are.' },
  in_use: { status: 409, title: 'It is in use.' },
  precondition_failed: { status: 412, title: 'It has changed since it was read.' },
  body_too_large: { status: 413, title: 'The body is too large.' },
  unsupported_media_type: { status: 415, title: 'The body is of no media type that is taken here.' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for another request.' },
  precondition_required: { status: 428, title: 'The header If-Match must say what is changed.' },
  internal_error: { status: 500, title: 'Something went wrong inside.' },
  unreadable_item: { status: 500, title: 'What is stored is damaged.' },
  unavailable: { status: 503, title: 'The registry cannot be reached right now; try again.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The body of a problem, sent as `application/problem+json`. */
export interface Problem {
  /** `urn:tollgate:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** What is wrong with which field. */
  readonly errors?: readonly FieldError[];
}

export function problem(code: ProblemCode, { errors, ...more }: Pick<Problem, 'detail' | 'errors'> = {}): Problem {
  const bounded = errors === undefined ? {} : { errors: boundedErrors(errors) };
  return { type: `urn:tollgate:problem:${code}`, ...PROBLEMS[code], ...more, ...bounded };
}
