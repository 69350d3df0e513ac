/** Finds what is wrong in a resource's path and methods; operations of products are written the same way. */
import { METHODS, type Resource } from './api-project.ts';

/** A segment of a path that is no variable. */
export const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

export function findResourceProblems({ path, methods }: Pick<Resource, 'path' | 'methods'>): readonly string[] {
  return [...findPathProblems(path), ...findMethodProblems(methods)];
}

export function findPathProblems(path: string): readonly string[] {
  const problems: string[] = [];
  if (!path.startsWith('/')) {
    problems.push(`path "${path}" must start with "/".`);
  } else if (path !== '/') {
    const segments = path.slice(1).split('/');
    for (const [index, segment] of segments.entries()) {
      if (SEGMENT.test(segment) || /^\{[A-Za-z][A-Za-z0-9_]*\}$/.test(segment)) continue;
      if (segment === '{proxy+}' && index === segments.length - 1) continue;
      problems.push(
        segment === '{proxy+}'
          ? `path "${path}" may hold {proxy+} only at its end.`
          : `path "${path}": "${segment}" is neither a plain segment, nor {name}, nor {proxy+}.`,
      );
    }
    const variables = segments.flatMap((segment) => /^\{(\w+)\+?\}$/.exec(segment)?.slice(1) ?? []);
    const repeated = variables.find((name, index) => variables.indexOf(name) !== index);
    if (repeated !== undefined) problems.push(`path "${path}" has two variables called ${repeated}.`);
  }
  return problems;
}

export function findMethodProblems(methods: Resource['methods']): readonly string[] {
  const problems: string[] = [];
  if (methods.length === 0) problems.push('it has no methods; use ["ANY"] for all.');
  for (const method of methods) {
    if (!METHODS.includes(method)) problems.push(`"${method}" is not a method; use one of ${METHODS.join(', ')}.`);
  }
  if (methods.includes('ANY') && methods.length > 1) problems.push('ANY stands for all methods; name it alone.');
  if (new Set(methods).size < methods.length) problems.push('it names a method twice.');
  return problems;
}
