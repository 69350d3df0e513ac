/** Groups operations into resources: those of one path that pass the same policy. Names them after what they do. */
import type { Method, Resource } from '#core/catalog/api-project.ts';
import { textAt } from './json-value.ts';
import type { Operation } from './list-operations.ts';

export interface SecuredOperation extends Operation {
  readonly resourcePath: string;
  /** Name of its policy; undefined for a public one. */
  readonly policy: string | undefined;
}

export function groupResources(operations: readonly SecuredOperation[]): Readonly<Record<string, Resource>> {
  const byPath = Map.groupBy(operations, ({ resourcePath }) => resourcePath);
  const resources = new Map<string, Resource>();
  for (const [path, siblings] of byPath) {
    const groups = Map.groupBy(siblings, ({ policy }) => policy);
    for (const [policy, members] of groups) {
      const methods = members.map(({ method }) => method);
      const wanted = nameOf(path, members, groups.size > 1 ? methods : []);
      let name = wanted;
      for (let count = 2; resources.has(name); count += 1) name = `${wanted}${count}`;
      resources.set(name, { path, methods, proxyRequest: policy === undefined ? [] : [policy] });
    }
  }
  return Object.fromEntries(resources);
}

/** @param methods what tells it apart from other resources of its path */
function nameOf(path: string, operations: readonly Operation[], methods: readonly Method[]): string {
  const [only] = operations.length === 1 ? operations : [];
  const byId = pascalCase(textAt(only?.definition, 'operationId') ?? '');
  if (byId !== '') return byId;
  return `${pascalCase(path) || 'Root'}${methods.map((method) => pascalCase(method.toLowerCase())).join('')}`;
}

/** Starts with a letter: keys of digits alone would change places in an object. */
function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('');
  return name.replace(/^(?=\d)/, 'R');
}
