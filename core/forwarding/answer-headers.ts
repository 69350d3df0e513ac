/** The headers of a backend's answer as they go on to the caller. */
import type { Pairs } from './forward-call.ts';
import { isEndToEnd } from './hop-by-hop.ts';

/** Commas part them, but not inside quotes. */
const DIRECTIVES = /(?:"(?:[^"\\]|\\.)*"|[^,])+/g;

/**
 * Hop-by-hop headers end here; the length is counted anew. An answer to a query token may be kept by the caller's own
 * cache alone (RFC 6750 §2.3).
 */
export function headersForCaller(headers: Pairs, hadQueryToken: boolean): Pairs {
  const kept = headers.filter(([name]) => isEndToEnd(name, headers) && name.toLowerCase() !== 'content-length');
  if (!hadQueryToken) return kept;
  const isCacheControl = ([name]: readonly [string, string]) => name.toLowerCase() === 'cache-control';
  const directives = kept
    .filter(isCacheControl)
    .flatMap(([, value]) => value.match(DIRECTIVES) ?? [])
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !/^(public|s-maxage=.*|private(=.*)?)$/i.test(directive));
  return [
    ...kept.filter((header) => !isCacheControl(header)),
    ['Cache-Control', ['private', ...directives].join(', ')],
  ];
}
