/** The registry API behind API Gateway: one event in, one answer out, whatever happens. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { describeFault, type Log, type LogFields } from '#adapters/runtime/log.ts';
import { type OperationId, ROUTES } from '#core/registry/contract.ts';
import type { Problem, ProblemCode } from '#core/registry/problem.ts';
import type { FieldError, RegistryFailure } from '#core/registry/registry-failure.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';
import { type OperationOutcome, type RegistryPorts, registryOperations } from './registry-operations.ts';
import { type RegistryRequest, readJsonBody, readRequest } from './registry-request.ts';
import { jsonResponse, problemResponse } from './registry-response.ts';
import { findRoute } from './registry-route.ts';

export interface RegistryHandlerDependencies extends RegistryPorts {
  readonly log: Log;
}

export type RegistryHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** Seconds after which a caller may try again when the tables could not be reached. */
const RETRY_AFTER = '1';

/** The handler never rejects: a fault is logged and answered as 500, or as 503 when trying again may help. */
export function createRegistryHandler({ log, ...ports }: RegistryHandlerDependencies): RegistryHandler {
  const operations = registryOperations(ports);
  return async (event) => {
    let about: LogFields = {};
    try {
      const request = readRequest(event);
      const { method, path, requestId, principal } = request;
      about = { requestId, ...(principal !== undefined && { principal }) };
      const refuse = (code: ProblemCode, more?: ProblemDetails, headers?: Readonly<Record<string, string>>) => {
        log('WARN', 'registry request refused', { ...about, reason: code });
        return problemResponse(code, more, headers);
      };

      // API Gateway lets nobody through without a signature; should it ever, nothing is done for an unknown caller.
      if (principal === undefined) return refuse('forbidden');
      const route = findRoute(method, path);
      if (!route.ok) {
        const { allowed } = route.failure;
        if (allowed.length === 0) return refuse('unknown_route');
        return refuse('method_not_allowed', {}, { allow: allowed.join(', ') });
      }
      const { operationId, parameters } = route.value;
      about = { ...about, route: operationId };
      const query = readQuery(request);
      if (!query.ok) return refuse('invalid_request', { errors: query.errors });
      const hasBody = ROUTES[operationId].method === 'POST';
      const body = hasBody ? readJsonBody(event) : undefined;
      if (body?.ok === false) return refuse(body.failure);

      const input = { path: parameters, query: query.values, ...(body !== undefined && { body: body.value }) };
      const result = await operations[operationId](input, { principal, requestId });

      if (!result.ok) return refuse(...problemOf(result.failure));
      report(log, operationId, result.value, about);
      return successResponse(operationId, request, result.value);
    } catch (thrown) {
      log('ERROR', 'registry request failed', { ...about, ...describeFault(thrown) });
      return faultResponse(thrown);
    }
  };
}

type ProblemDetails = Pick<Problem, 'detail' | 'errors'>;

function readQuery({
  query,
}: RegistryRequest):
  | { readonly ok: true; readonly values: Readonly<Record<string, string | undefined>> }
  | { readonly ok: false; readonly errors: readonly FieldError[] } {
  const repeated = Object.keys(query).filter((name) => query[name]?.length !== 1);
  if (repeated.length === 0) {
    return { ok: true, values: Object.fromEntries(Object.entries(query).map(([name, [value]]) => [name, value])) };
  }
  return { ok: false, errors: repeated.map((field) => ({ field, message: 'must be given once' })) };
}

function problemOf(failure: RegistryFailure): [ProblemCode, ProblemDetails?] {
  switch (failure.reason) {
    case 'invalid':
      return ['invalid_request', { errors: failure.errors }];
    case 'not_found':
      return ['not_found'];
    case 'exists':
      return ['conflict', { errors: [{ field: failure.field, message: `"${failure.id}" exists already` }] }];
  }
}

function report(log: Log, operationId: OperationId, outcome: OperationOutcome, about: LogFields): void {
  if (ROUTES[operationId].method !== 'GET') log('INFO', 'registry changed', { ...about, ...outcome.about });
  for (const damaged of outcome.unreadable ?? []) {
    log('ERROR', 'registry item left out of a list', { ...about, ...describeFault(damaged) });
  }
}

function successResponse(
  operationId: OperationId,
  { fullPath }: RegistryRequest,
  { body, revision, createdId }: OperationOutcome,
): APIGatewayProxyResult {
  return jsonResponse(ROUTES[operationId].success.status, body, {
    ...(revision !== undefined && { etag: `"${revision}"` }),
    ...(createdId !== undefined && { location: `${fullPath}/${createdId}` }),
  });
}

function faultResponse(thrown: unknown): APIGatewayProxyResult {
  if (thrown instanceof StoreUnavailableError)
    return problemResponse('unavailable', {}, { 'retry-after': RETRY_AFTER });
  if (thrown instanceof UnreadableItemError) return problemResponse('unreadable_item', { detail: thrown.message });
  return problemResponse('internal_error');
}
