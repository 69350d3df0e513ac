/** Parameter mapping: where a value comes from (`method.request.header.X`, `context.stage`, `'static'`) and what it is. */
import { lookUp } from './context-variables.ts';
import { headerValues } from './header-list.ts';
import type { Invocation } from './invocation.ts';

export type MappingSource =
  | { readonly kind: 'static'; readonly value: string }
  | { readonly kind: RequestPart; readonly name: string }
  | { readonly kind: 'context'; readonly path: string }
  | { readonly kind: 'stageVariable'; readonly name: string };

type RequestPart = 'path' | 'querystring' | 'multivaluequerystring' | 'header' | 'multivalueheader';

/** @returns `undefined` for what is no source, or one that can't be read here (`method.request.body`) */
export function parseMappingSource(expression: string): MappingSource | undefined {
  if (/^'.*'$/s.test(expression) && expression.length > 1) return { kind: 'static', value: expression.slice(1, -1) };
  const [, part, name] = /^method\.request\.([a-z]+)\.(.+)$/s.exec(expression) ?? [];
  if (part !== undefined && name !== undefined) return isRequestPart(part) ? { kind: part, name } : undefined;
  const [, path] = /^context\.([A-Za-z0-9_.-]+)$/.exec(expression) ?? [];
  if (path !== undefined) return { kind: 'context', path };
  const [, variable] = /^stageVariables\.([A-Za-z0-9_]+)$/.exec(expression) ?? [];
  return variable === undefined ? undefined : { kind: 'stageVariable', name: variable };
}

/**
 * The values of a source in this request; none where it is absent.
 *
 * Header names are found in any case. `querystring` and `header` give the last of several values, the `multivalue`
 * forms all. Path parameters stay percent-escaped as sent.
 */
export function mappedValues(source: MappingSource, invocation: Invocation): readonly string[] {
  switch (source.kind) {
    case 'static':
      return [source.value];
    case 'path':
      return present(invocation.pathParameters.get(source.name));
    case 'querystring':
      return queryValues(invocation, source.name).slice(-1);
    case 'multivaluequerystring':
      return queryValues(invocation, source.name);
    case 'header':
      return headerValues(invocation.headers, source.name).slice(-1);
    case 'multivalueheader':
      return headerValues(invocation.headers, source.name);
    case 'context':
      return present(lookUp(invocation.context, source.path));
    case 'stageVariable':
      return present(invocation.stage.variables.get(source.name));
  }
}

/** Like {@link mappedValues}, but all values of a repeated header or query parameter. */
export function allValues(source: MappingSource, invocation: Invocation): readonly string[] {
  if (source.kind === 'header') return headerValues(invocation.headers, source.name);
  return source.kind === 'querystring' ? queryValues(invocation, source.name) : mappedValues(source, invocation);
}

/** The value of a source as one header value: several are joined by commas. */
export function mappedHeader(source: MappingSource, invocation: Invocation): string | undefined {
  const values = mappedValues(source, invocation);
  return values.length === 0 ? undefined : values.join(',');
}

function queryValues(invocation: Invocation, name: string): readonly string[] {
  return invocation.query.filter(([candidate]) => candidate === name).map(([, value]) => value);
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function isRequestPart(part: string): part is RequestPart {
  return ['path', 'querystring', 'multivaluequerystring', 'header', 'multivalueheader'].includes(part);
}
