/** The registry API behind API Gateway: one event in, one answer out, whatever happens. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { describeFault } from '#adapters/runtime/describe-fault.ts';
import type { Log, LogFields } from '#adapters/runtime/log.ts';
import { within } from '#adapters/runtime/within.ts';
import { isConsumerKey } from '#core/registry/consumer-credentials.ts';
import { type OperationId, ROUTES } from '#core/registry/contract.ts';
import type { Problem, ProblemCode } from '#core/registry/problem.ts';
import type { RegistryFailure } from '#core/registry/registry-failure.ts';
import { isRegistryId } from '#core/registry/registry-id.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';
import { readInput } from './registry-input.ts';
import type { OperationOutcome } from './registry-operation.ts';
import { type RegistryPorts, registryOperations } from './registry-operations.ts';
import { type RegistryRequest, readRequest } from './registry-request.ts';
import { emptyResponse, jsonResponse, problemResponse } from './registry-response.ts';
import { type FoundRoute, findRoute } from './registry-route.ts';
import { requestOf, restEvent } from './rest-event.ts';

export type RegistryHandlerDependencies = RegistryPorts & { readonly log: Log };

export type RegistryHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** Seconds after which a caller may try again when the tables could not be reached. */
const RETRY_AFTER = '1';

/**
 * Milliseconds, below the function's 28 seconds. A change takes a dozen questions to the tables, which may all be slow at
 * once. What is under way then may be done or not, as when an answer is lost: idempotency keys and entity tags are for that.
 */
export const REGISTRY_BUDGET = 25_000;

/** The handler never rejects: a fault is logged and answered as 500, or as 503 when trying again may help. */
export function createRegistryHandler(
  dependencies: RegistryHandlerDependencies,
  budget = REGISTRY_BUDGET,
): RegistryHandler {
  const { log } = dependencies;
  const operations = registryOperations(dependencies);
  return async (received) => {
    const outcome = await within(budget, answer(received));
    if (outcome !== 'late') return outcome;
    log('registry request not answered in time', requestOf(received));
    return unavailable();
  };

  async function answer(received: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    let about: LogFields = requestOf(received);
    try {
      const event = restEvent(received);
      const request = readRequest(event);
      const { method, path, requestId, principal } = request;
      about = { requestId, ...(principal !== undefined && { principal }) };
      const refuse = (code: ProblemCode, more?: ProblemDetails, headers?: Readonly<Record<string, string>>) => {
        log('registry request refused', { ...about, reason: code });
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
      about = { ...about, route: operationId, ...idsIn(parameters) };
      const input = readInput(ROUTES[operationId], parameters, request, event);
      if (!input.ok) return refuse(input.failure.code, input.failure.more);
      const result = await operations[operationId](input.value, { principal, requestId });

      if (!result.ok) return refuse(...problemOf(result.failure));
      report(log, operationId, result.value, about);
      return successResponse(operationId, request, result.value);
    } catch (thrown) {
      log('registry request failed', { ...about, ...describeFault(thrown) });
      return faultResponse(thrown);
    }
  }
}

/** What a request is about, when it may be refused as well; only what can be an id is repeated. */
function idsIn({ productId = '', clientId = '', consumerKey = '' }: FoundRoute['parameters']): LogFields {
  return {
    ...(isRegistryId(productId) && { productId }),
    ...(isRegistryId(clientId) && { clientId }),
    ...(isConsumerKey(consumerKey) && { consumerKey }),
  };
}

type ProblemDetails = Pick<Problem, 'detail' | 'errors'>;

function problemOf(failure: RegistryFailure): [ProblemCode, ProblemDetails?] {
  switch (failure.reason) {
    case 'invalid':
      return ['invalid_request', { errors: failure.errors }];
    case 'not_found':
    case 'precondition_failed':
    case 'idempotency_key_reused':
      return [failure.reason];
    case 'in_use':
    case 'conflict':
      return [failure.reason, { detail: failure.detail }];
    case 'exists':
      return [
        'conflict',
        {
          detail: 'There is one of this id already.',
          errors: [{ field: failure.field, message: `"${failure.id}" exists already` }],
        },
      ];
  }
}

function report(log: Log, operationId: OperationId, outcome: OperationOutcome, about: LogFields): void {
  if (ROUTES[operationId].mutation) {
    const event = outcome.replayed === true ? 'registry request repeated' : 'registry changed';
    log(event, { ...about, ...outcome.about });
  }
  for (const damaged of outcome.unreadable ?? []) {
    log('registry item left out of a list', { ...about, ...describeFault(damaged) });
  }
}

function successResponse(
  operationId: OperationId,
  { fullPath }: RegistryRequest,
  { body, entityTag, createdId, replayed }: OperationOutcome,
): APIGatewayProxyResult {
  const { status } = ROUTES[operationId].success;
  if (body === undefined) return emptyResponse(status);
  return jsonResponse(status, body, {
    ...(entityTag !== undefined && { etag: `"${entityTag}"` }),
    ...(createdId !== undefined && { location: `${fullPath}/${createdId}` }),
    ...(replayed === true && { 'idempotency-replayed': 'true' }),
  });
}

function faultResponse(thrown: unknown): APIGatewayProxyResult {
  if (thrown instanceof StoreUnavailableError) return unavailable();
  if (thrown instanceof UnreadableItemError) return problemResponse('unreadable_item', { detail: thrown.message });
  return problemResponse('internal_error');
}

function unavailable(): APIGatewayProxyResult {
  return problemResponse('unavailable', {}, { 'retry-after': RETRY_AFTER });
}
