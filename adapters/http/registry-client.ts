/** Calls the registry API: typed by its contract, signed, bounded in time, and patient with what is only busy. */
import { type OperationId, ROUTES, type RouteContract } from '#core/registry/contract.ts';
import type { AnyRegistryCall, RegistryAnswer, RegistryBody, RegistryCall } from './registry-call.ts';
import { failureOfAnswer, RegistryCallError } from './registry-call-error.ts';
import type { OutgoingRequest, SignRequest } from './sign-request.ts';

export interface RegistryClient {
  /** @throws RegistryCallError for every answer but the success that the contract names */
  call<Operation extends OperationId>(
    operation: Operation,
    call: RegistryCall<Operation>,
  ): Promise<RegistryAnswer<Operation>>;
}

export interface RegistryClientOptions {
  /** The API's stage URL, with or without a slash at its end. */
  readonly url: string;
  readonly sign: SignRequest;
  /** Milliseconds for one attempt. @default 15000 */
  readonly timeout?: number;
  /** How often a call is made at most. @default 4 */
  readonly attempts?: number;
  /** @default - that of the platform */
  readonly fetch?: typeof fetch;
  /** @param milliseconds how long to wait @default - a timer */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

const TIMEOUT = 15_000;
const ATTEMPTS = 4;
const FIRST_PAUSE = 200;
/** Nobody waits longer between two attempts, whatever Retry-After says. */
const LONGEST_PAUSE = 5_000;
const BUSY = [429, 502, 503, 504];

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  return {
    call: async (operation, call) => {
      const { status, headers, text } = await persist(requestOf(options.url, operation, call), call, options);
      // A repeated creation may answer 200 where the contract says 201.
      if (status < 200 || status > 299)
        throw new RegistryCallError(failureOfAnswer(pathOf(operation, call), status, text));
      const body = text === '' ? undefined : parse(text, status);
      if (!isBodyOf(operation, body)) throw new RegistryCallError({ reason: 'answer_malformed', status });
      const etag = headers.get('etag');
      const replayed = headers.get('idempotency-replayed') === 'true';
      return { status, body, replayed, ...(etag !== null && { etag }) };
    },
  };
}

function requestOf(base: string, operation: OperationId, call: AnyRegistryCall): OutgoingRequest {
  const route = ROUTES[operation];
  const query = Object.entries(withoutUndefined(call.query ?? {})).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const url = new URL(
    `${base.replace(/\/$/, '')}${pathOf(operation, call)}${query.length === 0 ? '' : `?${query.join('&')}`}`,
  );
  return {
    method: route.method,
    url,
    headers: {
      accept: 'application/json',
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
      ...withoutUndefined(call.headers ?? {}),
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
  };
}

function pathOf(operation: OperationId, { path = {} }: AnyRegistryCall): string {
  return ROUTES[operation].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
}

function withoutUndefined(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Tries again while the API is busy, and after a broken connection if the call does no harm when made twice. */
async function persist(
  request: OutgoingRequest,
  { headers }: AnyRegistryCall,
  options: RegistryClientOptions,
): Promise<Answer> {
  const { attempts = ATTEMPTS, sleep = pause, random = Math.random } = options;
  const repeatable = request.method === 'GET' || headers?.['idempotency-key'] !== undefined;
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt >= attempts;
    try {
      const answer = await send(request, options);
      if (last || !BUSY.includes(answer.status)) return answer;
      await sleep(retryAfter(answer.headers) ?? backoff(attempt, random));
    } catch (error) {
      if (last || !repeatable || !(error instanceof RegistryCallError)) throw error;
      await sleep(backoff(attempt, random));
    }
  }
}

async function send(request: OutgoingRequest, options: RegistryClientOptions): Promise<Answer> {
  const { sign, timeout = TIMEOUT } = options;
  const { method, url, body } = request;
  // Signed at each attempt: a signature is good for a few minutes only.
  const headers = await sign(request);
  try {
    const answer = await (options.fetch ?? fetch)(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (cause) {
    const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
    throw new RegistryCallError(
      timedOut ? { reason: 'timed_out', url: url.origin, after: timeout } : { reason: 'unreachable', url: url.origin },
      { cause },
    );
  }
}

/** Seconds or a date (RFC 9110 §10.2.3), in milliseconds. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_PAUSE);
}

/** Twice as long each time, and not the same for everybody. */
function backoff(attempt: number, random: () => number): number {
  return Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE) * (0.5 + random() / 2);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RegistryCallError({ reason: 'answer_malformed', status }, { cause });
  }
}

/** What a newer registry says beyond the contract is let pass; what the contract promises must be there. */
function isBodyOf<Operation extends OperationId>(operation: Operation, body: unknown): body is RegistryBody<Operation> {
  const success: RouteContract['success'] = ROUTES[operation].success;
  if (success.body === undefined) return body === undefined;
  const parsed = success.body.safeParse(body);
  return parsed.success || parsed.error.issues.every(({ code }) => code === 'unrecognized_keys');
}
