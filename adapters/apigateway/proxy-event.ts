/** Reads what every function needs from an API Gateway REST event, whose names come in the case the client used. */
import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

type Event = Pick<
  APIGatewayProxyEvent | APIGatewayRequestAuthorizerEvent,
  'multiValueHeaders' | 'multiValueQueryStringParameters'
>;

/** Every value of a header, in order, whatever the case of its name. */
export function headerValues(event: Event, name: string): readonly string[] {
  return Object.entries(event.multiValueHeaders ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, values]) => values ?? []);
}

/** Every value of a query parameter, decoded once; the name is exact. */
export function queryValues(event: Event, name: string): readonly string[] {
  const parameters = event.multiValueQueryStringParameters ?? {};
  return Object.hasOwn(parameters, name) ? (parameters[name] ?? []) : [];
}

export function queryNames(event: Event): readonly string[] {
  return Object.keys(event.multiValueQueryStringParameters ?? {});
}

/** Each value with its name, as in the multi-value headers and query parameters of an event. */
export function pairs(
  multiValues: Readonly<Record<string, string[] | undefined>> | null,
): readonly (readonly [name: string, value: string])[] {
  return Object.entries(multiValues ?? {}).flatMap(([name, values]) =>
    (values ?? []).map((value) => [name, value] as const),
  );
}

/** The body as bytes; empty when there is none. */
export function bodyBytes(event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): Buffer {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The body as text; undefined when its bytes are not UTF-8. */
export function bodyText(event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bodyBytes(event));
  } catch {
    return undefined;
  }
}
