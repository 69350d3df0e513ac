/** Reads and writes query strings as API Gateway does: every name and value is decoded once. */
import type { HeaderList } from './header-list.ts';

/** Decoded names and values in the order sent. A parameter without a value has the empty string. */
export type QueryParameters = HeaderList;

/** @param query without the question mark */
export function parseQuery(query: string): QueryParameters {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? ([decode(part), ''] as const)
        : ([decode(part.slice(0, equals)), decode(part.slice(equals + 1))] as const);
    });
}

export function formatQuery(parameters: QueryParameters): string {
  return parameters
    .map(([name, value]) => `${encodeURIComponentSafely(name)}=${encodeURIComponentSafely(value)}`)
    .join('&');
}

/** Percent-decodes text; what is no escape stays as it is, and bytes that are no UTF-8 become replacement characters. */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** `encodeURIComponent`, which throws for half a surrogate pair: that becomes the replacement character. */
export function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function decode(text: string): string {
  return decodePercent(text.replaceAll('+', ' '));
}
