/** What a route of the registry API does with a request, and what comes of it. */
import type { LogFields } from '#adapters/runtime/log.ts';
import { type ParsedRequest, parseRequest, type RouteContract } from '#core/registry/contract.ts';
import type { Caller } from '#core/registry/describe-change.ts';
import { invalid, type RegistryFailure } from '#core/registry/registry-failure.ts';
import type { UnreadableItemError } from '#core/registry/store-faults.ts';
import { failure, type Result, success } from '#core/result.ts';

export interface OperationOutcome {
  /** Absent where the answer has none. */
  readonly body?: object;
  /** Of the one thing that was read, made or changed; without quotes. */
  readonly entityTag?: string;
  /** Of the thing that was made. */
  readonly createdId?: string;
  /** Whether an earlier request with the same idempotency key did it all. */
  readonly replayed?: boolean;
  /** What was changed, for the log. */
  readonly about?: Pick<LogFields, 'productId' | 'clientId' | 'consumerKey' | 'secretId' | 'kid' | 'revision'>;
  /** Damaged items that a list left out. */
  readonly unreadable?: readonly UnreadableItemError[];
}

/** @param input the request's `path`, `query`, `headers` and `body`, as they came */
export type Operation = (input: unknown, caller: Caller) => Promise<Result<OperationOutcome, RegistryFailure>>;

export function operation<Request extends RouteContract['request']>(
  { request: schema }: { readonly request: Request },
  run: (request: ParsedRequest<Request>, caller: Caller) => ReturnType<Operation>,
): Operation {
  return async (input, caller) => {
    const request = parseRequest(schema, input);
    return request.ok ? run(request.value, caller) : failure(invalid(request.failure));
  };
}

/** Turns what a use case returns into an outcome, unless it failed. */
export async function show<Value>(
  result: Result<Value, RegistryFailure>,
  toOutcome: (value: Value) => OperationOutcome | Promise<OperationOutcome>,
): Promise<Result<OperationOutcome, RegistryFailure>> {
  return result.ok ? success(await toOutcome(result.value)) : result;
}
