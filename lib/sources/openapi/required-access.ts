/** What an operation's security requirements ask of a caller's token. */
import { isScopeToken } from '#core/catalog/scope-token.ts';
import { entriesAt, isList, itemsAt, type JsonObject, type JsonValue, valueAt } from './json-value.ts';
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

export function accessReader(
  bundle: JsonObject,
  chosen: TokenScheme | 'none' | 'refused',
  file: Located,
  problems: ProblemList,
): AccessOf {
  // Without the scheme nothing can be said of the operations.
  if (chosen === 'refused') return () => undefined;
  const scheme = chosen === 'none' ? undefined : chosen;
  const known = entriesAt(bundle, 'components', 'securitySchemes').map(([name]) => name);
  const refuse = (place: Place, message: string) => {
    problems.add(file, place, message);
    return undefined;
  };

  const scopesOf = (place: Place, alternatives: readonly JsonValue[]): Access | undefined => {
    for (const [index, alternative] of alternatives.entries()) {
      const names = entriesAt(alternative).map(([name]) => name);
      const at = [...place, index];
      const unknown = names.find((name) => !known.includes(name));
      if (unknown !== undefined) return refuse(at, `"${unknown}" is not among the security schemes of the document.`);
      if (names.length === 0) {
        return refuse(
          at,
          'security is optional here, and a resource is either public or not; write "security: []" to make it public, or leave out the empty requirement.',
        );
      }
      if (scheme !== undefined && names.length > 1 && names.includes(scheme.name)) {
        const others = names.filter((name) => name !== scheme.name).join(', ');
        return refuse(
          at,
          `it asks for ${others} beside ${scheme.name}, and the gateway checks access tokens alone; leave ${others} to the backend.`,
        );
      }
    }
    const ours = alternatives.flatMap((alternative, index) => {
      const scopes = scheme === undefined ? undefined : valueAt(alternative, scheme.name);
      return scopes === undefined ? [] : [{ place: [...place, index, scheme?.name ?? ''], scopes: textsOf(scopes) }];
    });
    const [first, ...rest] = ours;
    if (first === undefined) {
      const names = [...new Set(alternatives.flatMap((one) => entriesAt(one).map(([name]) => name)))].join(', ');
      return refuse(
        place,
        `it asks for ${names}, which the gateway does not check; ask for ${scheme === undefined ? 'a scheme of type oauth2, openIdConnect or http bearer' : `"${scheme.name}"`}, or name the scheme that stands for access tokens as securityScheme.`,
      );
    }
    if (rest.some(({ scopes }) => scopes.join(' ') !== first.scopes.join(' '))) {
      return refuse(
        place,
        'its alternatives ask for different scopes, and a resource asks for one set; make them one requirement.',
      );
    }
    const wrong = first.scopes.find((scope) => !isScopeToken(scope));
    if (wrong !== undefined) {
      return refuse(
        first.place,
        `${JSON.stringify(wrong)} is not a scope-token (RFC 6749 §3.3: no space, quote or backslash).`,
      );
    }
    return { kind: 'scopes', scopes: first.scopes };
  };

  const read = (place: Place, requirements: JsonValue): Access | undefined => {
    if (!isList(requirements)) return undefined;
    return requirements.length === 0 ? { kind: 'public' } : scopesOf(place, requirements);
  };
  const global = valueAt(bundle, 'security');
  const inherited = global === undefined ? ({ kind: 'undeclared' } as const) : read(['security'], global);
  return ({ definition, place }) => {
    const own = valueAt(definition, 'security');
    return own === undefined ? inherited : read([...place, 'security'], own);
  };
}

/** Sorted, each once: the order of scopes means nothing. */
function textsOf(value: JsonValue): readonly string[] {
  return [...new Set(itemsAt(value).filter((item) => typeof item === 'string'))].toSorted();
}
