/** Chooses the security scheme of a document that stands for our access tokens. */

import { entriesAt, type JsonObject, type JsonValue, textAt, valueAt } from './json-value.ts';
import type { Located, ProblemList } from './problem-list.ts';
import { resolveInside } from './resolve-inside.ts';

export interface TokenScheme {
  readonly name: string;
  readonly definition: JsonObject;
}

const PLACE = ['components', 'securitySchemes'];

/** `none` where the document has none, `refused` where the problem is told. */
export function chooseTokenScheme(
  bundle: JsonObject,
  wanted: string | undefined,
  file: Located,
  problems: ProblemList,
): TokenScheme | 'none' | 'refused' {
  const schemes = entriesAt(bundle, ...PLACE).flatMap(([name, value]) => {
    const definition = resolveInside(bundle, value);
    return definition === undefined ? [] : [{ name, definition }];
  });
  if (wanted !== undefined) {
    const named = schemes.find(({ name }) => name === wanted);
    if (named === undefined) {
      const known = schemes.map(({ name }) => name).join(', ') || 'none';
      problems.add(file, PLACE, `securityScheme is "${wanted}", which the document does not have (it has: ${known}).`);
    }
    return named ?? 'refused';
  }
  const candidates = schemes.filter(({ definition }) => carriesTokens(definition));
  if (candidates.length > 1) {
    const names = candidates.map(({ name }) => name).join(', ');
    problems.add(file, PLACE, `${names} could each stand for access tokens; name one of them as securityScheme.`);
    return 'refused';
  }
  return candidates[0] ?? 'none';
}

function carriesTokens(definition: JsonValue): boolean {
  const type = textAt(definition, 'type');
  if (type === 'http') return textAt(definition, 'scheme')?.toLowerCase() === 'bearer';
  return type === 'openIdConnect' || (type === 'oauth2' && valueAt(definition, 'flows') !== undefined);
}
