/** Points what the template says about endpoints to this machine; everything else stays as it was synthesized. */
import { isObject } from '../json-value.ts';

/** A prefix of URLs and what stands in for it here. */
export interface Redirect {
  readonly from: string;
  readonly to: string;
}

/** Rewrites the execute-api origin of each API, wherever in a string below `value` it stands, to its loopback origin. */
export function redirectApis(value: unknown, origins: ReadonlyMap<string, string>): unknown {
  // Not in the middle of a host name: `…amazonaws.com.cn` is another one.
  const pattern = /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?![\w.-]*\w)/g;
  return mapStrings(value, (text) => text.replaceAll(pattern, (whole, apiId: string) => origins.get(apiId) ?? whole));
}

/** Rewrites the strings that begin with a redirected prefix; the first one that fits counts. */
export function redirectPrefixes(value: unknown, redirects: readonly Redirect[]): unknown {
  return mapStrings(value, (text) => {
    for (const redirect of redirects) {
      const [from, to] = [redirect.from, redirect.to].map((url) => url.replace(/\/+$/, ''));
      if (from !== undefined && isBelow(text, from)) {
        return `${to}${text.slice(from.length)}`;
      }
    }
    return text;
  });
}

/** Whether a URL begins with another one, and not in the middle of a path segment: `/api` is no prefix of `/apis`. */
export function isBelow(url: string, base: string): boolean {
  const prefix = base.replace(/\/+$/, '');
  return prefix !== '' && url.startsWith(prefix) && /^([/?#]|$)/.test(url.slice(prefix.length));
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)]));
}
