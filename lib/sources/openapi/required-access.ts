/** What an operation's caller has to show: a token with scopes, or nothing. */

import { entriesAt, isList, type JsonObject, type JsonValue, valueAt } from './json-value.ts';
import { judgeRequirements } from './judge-requirements.ts';
import type { Operation } from './list-operations.ts';
import type { Located, Place, ProblemList } from './problem-list.ts';
import type { TokenScheme } from './token-scheme.ts';

/** `undeclared` is what nothing is said about, in the operation or for the whole document. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'undeclared' }
  | { readonly kind: 'scopes'; readonly scopes: readonly string[] };

/** Undefined for what was refused. */
export type AccessOf = (operation: Operation) => Access | undefined;

/** An operation's own security requirements replace those of the document. */
export function accessReader(
  bundle: JsonObject,
  scheme: TokenScheme | 'none' | 'refused',
  file: Located,
  problems: ProblemList,
): AccessOf {
  // Without the scheme nothing can be said of the operations.
  if (scheme === 'refused') return () => undefined;
  const known = entriesAt(bundle, 'components', 'securitySchemes').map(([name]) => name);

  const read = (requirements: JsonValue, place: Place): Access | undefined => {
    if (!isList(requirements)) {
      problems.add(file, place, 'it must be a list; write "security: []" to make it public.');
      return undefined;
    }
    if (requirements.length === 0) return { kind: 'public' };
    const judged = judgeRequirements(requirements, known, scheme === 'none' ? undefined : scheme.name);
    if (judged.ok) return { kind: 'scopes', scopes: judged.scopes };
    problems.add(file, [...place, ...judged.at], judged.message);
    return undefined;
  };

  const global = valueAt(bundle, 'security');
  const inherited = global === undefined ? ({ kind: 'undeclared' } as const) : read(global, ['security']);
  return ({ definition, place }) => {
    const own = valueAt(definition, 'security');
    return own === undefined ? inherited : read(own, [...place, 'security']);
  };
}
