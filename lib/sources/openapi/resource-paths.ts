/**
 * Turns the paths of a document into paths of resources. API Gateway takes whole segments only, and one name for the
 * variable of a segment: where paths name it differently, the first name stands for all.
 */
import { SEGMENT } from '#core/catalog/find-resource-problems.ts';
import type { Located, ProblemList } from './problem-list.ts';

/** The resource path of each path of the document; those that are refused are missing. */
export function resourcePaths(
  paths: readonly string[],
  file: Located,
  problems: ProblemList,
): ReadonlyMap<string, string> {
  /** By what stands before it, the name of the variable there. */
  const variables = new Map<string, string>();
  const sources = new Map<string, string>();
  const resources = new Map<string, string>();
  for (const path of paths) {
    const problem = findPathProblem(path);
    if (problem !== undefined) {
      problems.add(file, ['paths', path], problem);
      continue;
    }
    const resource = segmentsOf(path).reduce((before, segment) => {
      if (!segment.startsWith('{')) return `${before}/${segment}`;
      const name = variables.get(before) ?? variableName(segment.slice(1, -1), before);
      variables.set(before, name);
      return `${before}/{${name}}`;
    }, '');
    const earlier = sources.get(resource);
    if (earlier === undefined) {
      sources.set(resource, path);
      resources.set(path, resource === '' ? '/' : resource);
    } else {
      problems.add(file, ['paths', path], `it is the same path as ${earlier}; put their operations under one of them.`);
    }
  }
  return resources;
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/+$/, '').split('/').slice(1);
}

function findPathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return 'a path must start with "/".';
  for (const segment of segmentsOf(path)) {
    if (/^\{([+#./;?&=,!@|].*|.*[*+])\}$/.test(segment)) {
      return `"${segment}" is no plain variable; write {name}, which takes one segment.`;
    }
    if (SEGMENT.test(segment) || /^\{[^{}]+\}$/.test(segment)) continue;
    if (segment === '') return 'it has an empty segment; leave out the double slash.';
    if (/[{}]/.test(segment)) {
      return `"${segment}" mixes text and variable, and API Gateway takes whole segments only; make it one variable, such as {name}, and let the backend take it apart.`;
    }
    return `"${segment}" is no segment that a resource can have: letters, digits, ".", "_" and "-", not starting with "." or "-".`;
  }
  return undefined;
}

/** A name that API Gateway takes, and that no variable before it has. */
function variableName(name: string, before: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?![A-Za-z])/, 'v');
  let free = plain;
  for (let count = 2; before.includes(`{${free}}`); count += 1) free = `${plain}_${count}`;
  return free;
}
