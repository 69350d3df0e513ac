/** Judges the alternatives of a security requirement: which scopes of our tokens they ask for, or why they cannot be kept. */
import { isScopeToken } from '#core/catalog/scope-token.ts';
import { entriesAt, itemsAt, type JsonValue, valueAt } from './json-value.ts';
import type { Place } from './problem-list.ts';

export type Judgement =
  | { readonly ok: true; readonly scopes: readonly string[] }
  /** `at` is the place within the list of alternatives. */
  | { readonly ok: false; readonly at: Place; readonly message: string };

/**
 * Alternatives that only the backend would know are left out, which allows less than the document does; everything else
 * that a token alone cannot stand for is refused.
 *
 * @param known the names of all schemes
 * @param ours the name of the one that stands for access tokens
 */
export function judgeRequirements(
  alternatives: readonly JsonValue[],
  known: readonly string[],
  ours: string | undefined,
): Judgement {
  for (const [index, alternative] of alternatives.entries()) {
    const message = findProblem(namesOf(alternative), known, ours);
    if (message !== undefined) return { ok: false, at: [index], message };
  }
  const asked = alternatives.flatMap((alternative, index) => {
    const scopes = ours === undefined ? undefined : valueAt(alternative, ours);
    return scopes === undefined ? [] : [{ at: [index, String(ours)], scopes: sorted(scopes) }];
  });
  const [first, ...rest] = asked;
  if (first === undefined) {
    const names = [...new Set(alternatives.flatMap(namesOf))].join(', ');
    const wanted = ours === undefined ? 'a scheme of type oauth2, openIdConnect or http bearer' : `"${ours}"`;
    const message = `it asks for ${names}, which the gateway does not check; ask for ${wanted}, or name the scheme that stands for access tokens as securityScheme.`;
    return { ok: false, at: [], message };
  }
  if (rest.some(({ scopes }) => JSON.stringify(scopes) !== JSON.stringify(first.scopes))) {
    const message =
      'its alternatives ask for different scopes, and a resource asks for one set; make them one requirement.';
    return { ok: false, at: [], message };
  }
  const wrong = first.scopes.find((scope) => !isScopeToken(scope));
  if (wrong !== undefined) {
    const message = `${JSON.stringify(wrong)} is not a scope-token (RFC 6749 §3.3: no space, quote or backslash).`;
    return { ok: false, at: first.at, message };
  }
  return { ok: true, scopes: first.scopes };
}

function findProblem(names: readonly string[], known: readonly string[], ours: string | undefined): string | undefined {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) return `"${unknown}" is not among the security schemes of the document.`;
  if (names.length === 0) {
    return 'security is optional here, and a resource is either public or not; write "security: []" to make it public, or leave out the empty requirement.';
  }
  if (ours === undefined || names.length === 1 || !names.includes(ours)) return undefined;
  const others = names.filter((name) => name !== ours).join(', ');
  return `it asks for ${others} beside ${ours}, and the gateway checks access tokens alone; leave ${others} to the backend.`;
}

function namesOf(alternative: JsonValue): readonly string[] {
  return entriesAt(alternative).map(([name]) => name);
}

/** Each once: the order of scopes means nothing. */
function sorted(scopes: JsonValue): readonly string[] {
  // What is no text, of which no valid document has any, must not vanish: a scope less is a call more.
  return [...new Set(itemsAt(scopes).map(String))].toSorted();
}
