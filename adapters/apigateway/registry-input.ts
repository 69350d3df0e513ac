/** Puts together what a route's schema parses: parameters, the headers that it reads, and the body if it takes one. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { bodyOf, headersOf, mediaTypesOf, type RouteContract, requiresPrecondition } from '#core/registry/contract.ts';
import type { Problem, ProblemCode } from '#core/registry/problem.ts';
import type { FieldError } from '#core/registry/registry-failure.ts';
import { failure, type Result, success } from '#core/result.ts';
import { headerValues } from './proxy-event.ts';
import { hasBody, type RegistryRequest, readJsonBody } from './registry-request.ts';

export interface Refusal {
  readonly code: ProblemCode;
  readonly more: Pick<Problem, 'detail' | 'errors'>;
}

export function readInput(
  route: RouteContract,
  path: Readonly<Record<string, string>>,
  { query: parameters }: RegistryRequest,
  event: APIGatewayProxyEvent,
): Result<unknown, Refusal> {
  const sent = headersOf(route).map((name) => [name, headerValues(event, name)] as const);
  const query = singles(Object.entries(parameters));
  const headers = singles(sent.filter(([, values]) => values.length > 0));
  const errors = [...query.errors, ...headers.errors];
  if (errors.length > 0) return failure({ code: 'invalid_request', more: { errors } });
  if (requiresPrecondition(route) && !Object.hasOwn(headers.values, 'if-match')) {
    return failure({ code: 'precondition_required', more: {} });
  }
  const input = { path, query: query.values, headers: headers.values };
  const takes = bodyOf(route);
  if (takes === 'none') {
    const unexpected = [{ field: 'body', message: 'must be empty' }];
    return hasBody(event) ? failure({ code: 'invalid_request', more: { errors: unexpected } }) : success(input);
  }
  if (takes === 'optional' && !hasBody(event)) return success(input);
  const body = readJsonBody(event, mediaTypesOf(route));
  if (body.ok) return success({ ...input, body: body.value });
  const detail = `It must be ${mediaTypesOf(route).join(' or ')}.`;
  return failure({ code: body.failure, more: body.failure === 'unsupported_media_type' ? { detail } : {} });
}

function singles(fields: readonly (readonly [string, readonly string[]])[]): {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly errors: readonly FieldError[];
} {
  return {
    values: Object.fromEntries(fields.map(([name, [value]]) => [name, value])),
    errors: fields.flatMap(([field, values]) =>
      values.length === 1 ? [] : [{ field, message: 'must be given once' }],
    ),
  };
}
