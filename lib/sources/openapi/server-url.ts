/** The first server of a document, path item or operation, with the defaults of its variables filled in. */
import { type JsonValue, textAt } from './json-value.ts';
import type { Located, ProblemList } from './problem-list.ts';

/** Undefined where none is given. */
export function serverUrlOf(holder: JsonValue): string | undefined {
  const url = textAt(holder, 'servers', 0, 'url');
  return url
    ?.replaceAll(/\{([^{}]*)\}/g, (whole, name) => textAt(holder, 'servers', 0, 'variables', name, 'default') ?? whole)
    .replace(/\/+$/, '');
}

/** Undefined where the document names none, or one that is relative to where the document was found. */
export function absoluteServerOf(bundle: JsonValue, file: Located, problems: ProblemList): string | undefined {
  const url = serverUrlOf(bundle);
  if (url === undefined || !/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return undefined;
  const place = ['servers', 0, 'url'];
  if (/[?#]/.test(url)) {
    problems.add(file, place, `"${url}" has a query or a fragment, which a target cannot have; leave it out.`);
  }
  if (/[{}]/.test(url)) {
    problems.add(file, place, `"${url}" has a variable without a default; add it to the server's variables.`);
  }
  return url;
}
