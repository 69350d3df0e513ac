/**
 * The document as the project serves it: callers find the proxy as its only server, our token endpoint as its security
 * scheme, and with each operation the scopes that its policy asks for.
 */
import { PROXY_URL, TOKEN_URL } from '#core/catalog/project-document.ts';
import { entriesAt, isList, isObject, type JsonObject, type JsonValue, valueAt } from './json-value.ts';
import type { Operation } from './list-operations.ts';
import type { TokenScheme } from './token-scheme.ts';
import { withoutBackends } from './without-backends.ts';

export interface ServedOperation extends Operation {
  /** Undefined for a public one. */
  readonly scopes: readonly string[] | undefined;
}

/** @param operations all operations of the document */
export function servedDocument(
  document: JsonObject,
  scheme: TokenScheme | undefined,
  operations: readonly ServedOperation[],
): JsonObject {
  const bundle = withoutBackends(document);
  const name = scheme?.name ?? freeName(bundle);
  const byPath = Map.groupBy(operations, ({ path }) => path);
  const paths = Object.fromEntries(
    entriesAt(bundle, 'paths').map(([path, item]) => [path, withPolicies(item, byPath.get(path) ?? [], name)]),
  );
  const { security: _, ...rest } = bundle;
  const served: JsonObject = { ...rest, servers: [{ url: PROXY_URL }], paths };
  const scopes = operations.flatMap((operation) => operation.scopes ?? []);
  const isNeeded = scheme !== undefined || operations.some((operation) => operation.scopes !== undefined);
  const own = isNeeded ? [[name, clientCredentials(scheme, scopes)] as const] : [];
  // Callbacks and webhooks are calls to the caller's own server, which are secured as they were.
  const mentioned = namesOfSchemes(served);
  const others = entriesAt(bundle, 'components', 'securitySchemes').filter(
    ([other]) => other !== name && mentioned.has(other),
  );
  const { securitySchemes: __, ...components } = Object.fromEntries(entriesAt(bundle, 'components'));
  const securitySchemes = Object.fromEntries([...own, ...others]);
  const kept = own.length + others.length > 0 ? { ...components, securitySchemes } : components;
  return Object.keys(kept).length > 0 ? { ...served, components: kept } : served;
}

function withPolicies(item: JsonValue, operations: readonly ServedOperation[], name: string): JsonValue {
  if (!isObject(item)) return item;
  const changed = operations.map(({ place, scopes }) => {
    const method = String(place.at(-1));
    const security = scopes === undefined ? [] : [{ [name]: scopes }];
    return [method, { ...Object.fromEntries(entriesAt(item, method)), security }] as const;
  });
  return { ...item, ...Object.fromEntries(changed) };
}

function clientCredentials(scheme: TokenScheme | undefined, required: readonly string[]): JsonObject {
  const described = entriesAt(scheme?.definition, 'flows').flatMap(([, flow]) => entriesAt(flow, 'scopes'));
  const scopes = Object.fromEntries([...required.toSorted().map((scope) => [scope, ''] as const), ...described]);
  return { type: 'oauth2', flows: { clientCredentials: { tokenUrl: TOKEN_URL, scopes } } };
}

/** All that stand in a list called `security`: one too many does no harm. */
function namesOfSchemes(value: JsonValue, found = new Set<string>()): ReadonlySet<string> {
  if (isList(value)) for (const item of value) namesOfSchemes(item, found);
  else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (key === 'security' && isList(member)) {
        for (const requirement of member) for (const [name] of entriesAt(requirement)) found.add(name);
      }
      namesOfSchemes(member, found);
    }
  }
  return found;
}

function freeName(bundle: JsonObject): string {
  let name = 'accessToken';
  while (valueAt(bundle, 'components', 'securitySchemes', name) !== undefined) name = `${name}_`;
  return name;
}
