/** Checks a call by the contract before it is made, for callers whose input is a file of somebody else's. */
import { type OperationId, parseRequest, ROUTES } from '#core/registry/contract.ts';
import type { FieldError } from '#core/registry/registry-failure.ts';
import { failure, type Result, success } from '#core/result.ts';
import type { AnyRegistryCall, RegistryCall } from './registry-call.ts';

export function checkCall<Operation extends OperationId>(
  operation: Operation,
  call: AnyRegistryCall,
): Result<RegistryCall<Operation>, readonly FieldError[]> {
  const { path = {}, query = {}, headers = {}, body } = call;
  const request = { path, query, headers, ...(body !== undefined && { body }) };
  const parsed = parseRequest(ROUTES[operation].request, request);
  if (!parsed.ok) return failure(parsed.failure);
  return isCallOf(operation, call) ? success(call) : failure([]);
}

function isCallOf<Operation extends OperationId>(
  operation: Operation,
  call: AnyRegistryCall,
): call is RegistryCall<Operation> {
  return Object.hasOwn(ROUTES, operation) && typeof call === 'object';
}
