/** Turns what a Lambda proxy function returned into an answer, or finds it malformed. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isObject, scalarText } from '../json-value.ts';
import type { GatewayAnswer } from './gateway-request.ts';
import { type HeaderList, headerSafe, headerValue } from './header-list.ts';
import { remapResponseHeaders } from './header-remapping.ts';
import type { Invocation } from './invocation.ts';
import { isBinary } from './media-types.ts';

const KEYS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * Every key may be absent, no other may be there. Scalars are taken as text, as AWS does.
 *
 * @returns `undefined` for a malformed answer
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function lambdaProxyAnswer(payload: unknown, invocation: Invocation): GatewayAnswer | undefined {
  if (!isObject(payload) || !Object.keys(payload).every((key) => KEYS.has(key))) return undefined;
  const status = parseStatus(payload.statusCode);
  const headers = mergeHeaders(payload.headers, payload.multiValueHeaders);
  const text = payload.body === undefined || payload.body === null ? '' : scalarText(payload.body);
  if (status === undefined || headers === undefined || text === undefined) return undefined;

  const base64 = payload.isBase64Encoded === true || payload.isBase64Encoded === 'true';
  const wantsBytes = isBinary(headerValue(invocation.request.headers, 'Accept'), invocation.api.binaryMediaTypes);
  const typed: HeaderList =
    headerValue(headers, 'Content-Type') === undefined ? [['Content-Type', 'application/json'], ...headers] : headers;
  return {
    status,
    headers: remapResponseHeaders(typed, 'AWS_PROXY').filter(([name]) => name.toLowerCase() !== 'x-amzn-trace-id'),
    body: Buffer.from(text, base64 && wantsBytes ? 'base64' : 'utf8'),
  };
}

function parseStatus(statusCode: unknown): number | undefined {
  if (statusCode === undefined || statusCode === null) return 200;
  const text = scalarText(statusCode)?.trim() ?? '';
  const status =
    typeof statusCode === 'number' ? Math.trunc(statusCode) : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return status >= 200 && status <= 599 ? status : undefined;
}

/** A name in both maps has the values of both, and is written as in `multiValueHeaders`. */
function mergeHeaders(single: unknown, multiple: unknown): HeaderList | undefined {
  const singles = readMap(single, (value) => {
    if (value === null || value === undefined) return [];
    const text = scalarText(value);
    return text === undefined ? undefined : [text];
  });
  const multiples = readMap(multiple, readValues);
  if (singles === undefined || multiples === undefined) return undefined;

  const multipleNames = new Set(multiples.map(([name]) => name.toLowerCase()));
  const merged = [
    ...singles.filter(([name]) => !multipleNames.has(name.toLowerCase())),
    ...multiples.map(([name, values]) => {
      const others = singles
        .filter(([other]) => other.toLowerCase() === name.toLowerCase())
        .flatMap(([, value]) => value);
      return [name, [...values, ...others.filter((value) => !values.includes(value))]] as const;
    }),
  ].flatMap(([name, values]) => values.map((value) => [name, value] as const));
  return merged.every(isSendable) ? merged.map(([name, value]) => [name, headerSafe(value)]) : undefined;
}

function readMap(
  map: unknown,
  read: (value: unknown) => readonly string[] | undefined,
): readonly (readonly [string, readonly string[]])[] | undefined {
  if (map === undefined || map === null) return [];
  if (!isObject(map)) return undefined;
  const entries: (readonly [string, readonly string[]])[] = [];
  for (const [name, value] of Object.entries(map)) {
    const values = read(value);
    if (values === undefined) return undefined;
    entries.push([name, values]);
  }
  return entries;
}

function readValues(value: unknown): readonly string[] | undefined {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const texts = value.map(scalarText).filter((text) => text !== undefined);
  return texts.length === value.length ? texts : undefined;
}

function isSendable([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    // A line break can't be sent; what else is not ASCII is made sendable afterwards.
    validateHeaderValue(name, value.replace(/[^ -~\r\n]/g, '?'));
    return true;
  } catch {
    return false;
  }
}
