/** Why a call of the registry API came to nothing, as callers tell it apart. */

export type RegistryCallFailure =
  /** The API's own refusal (RFC 9457). */
  | {
      readonly reason: 'problem';
      /** For instance `not_found`; the last part of the problem's type. */
      readonly code: string;
      readonly status: number;
      /** What was called, below the stage. */
      readonly path: string;
      readonly title: string;
      readonly detail?: string;
      readonly errors: readonly { readonly field: string; readonly message: string }[];
    }
  /** A refusal that is not the API's own: API Gateway's, or of something on the way. */
  | { readonly reason: 'refused'; readonly status: number; readonly message: string }
  | { readonly reason: 'unreachable'; readonly url: string }
  | {
      readonly reason: 'timed_out';
      readonly url: string;
      /** Milliseconds. */
      readonly after: number;
    }
  | { readonly reason: 'answer_malformed'; readonly status: number };

export class RegistryCallError extends Error {
  override readonly name = 'RegistryCallError';
  readonly failure: RegistryCallFailure;

  constructor(failure: RegistryCallFailure, options?: ErrorOptions) {
    super(describe(failure), options);
    this.failure = failure;
  }

  /** Whether the thing that was asked for is not there. */
  get isNotFound(): boolean {
    return this.failure.reason === 'problem' && this.failure.code === 'not_found';
  }
}

const PROBLEM_TYPE = 'urn:tollgate:problem:';

/**
 * @param path what was called, below the stage
 * @param body as it came, JSON or not
 */
export function failureOfAnswer(path: string, status: number, body: string): RegistryCallFailure {
  const answer = parse(body);
  const type = textOf(answer.type);
  if (!type?.startsWith(PROBLEM_TYPE)) {
    return { reason: 'refused', status, message: textOf(answer.message) ?? textOf(answer.Message) ?? '' };
  }
  const detail = textOf(answer.detail);
  return {
    reason: 'problem',
    code: type.slice(PROBLEM_TYPE.length),
    status,
    path,
    title: textOf(answer.title) ?? '',
    ...(detail !== undefined && { detail }),
    errors: Array.isArray(answer.errors) ? answer.errors.flatMap(fieldErrorOf) : [],
  };
}

function describe(failure: RegistryCallFailure): string {
  switch (failure.reason) {
    case 'problem': {
      const fields = failure.errors.map(({ field, message }) => `${field} ${message}`).join('; ');
      return [failure.title, failure.detail, fields].filter(Boolean).join(' ');
    }
    case 'refused':
      return `The registry answered ${failure.status}. ${failure.message}`.trim();
    case 'unreachable':
      return `The registry at ${failure.url} cannot be reached.`;
    case 'timed_out':
      return `The registry at ${failure.url} did not answer within ${failure.after / 1_000} s.`;
    case 'answer_malformed':
      return `The registry answered ${failure.status} with something that is not of its contract.`;
  }
}

function fieldErrorOf(value: unknown) {
  const { field, message } = objectOf(value);
  return typeof field === 'string' && typeof message === 'string' ? [{ field, message }] : [];
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
