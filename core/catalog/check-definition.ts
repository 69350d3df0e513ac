/** Checks the shape of what an operator writes: sources are run without the compiler, so nobody else would. */
import { CatalogueError } from './catalogue-error.ts';

export type FieldShape = 'text' | 'texts' | 'number' | 'flag' | 'list' | 'map' | 'any' | readonly string[];

export interface Shape {
  readonly required: Readonly<Record<string, FieldShape>>;
  readonly optional: Readonly<Record<string, FieldShape>>;
}

/**
 * @param what is defined, for the message: `Orders`, or the function's name where there is no name yet
 * @throws CatalogueError that names every field which is missing, unknown or of the wrong kind
 */
export function checkDefinition(what: string, definition: unknown, shape: Shape): void {
  if (!isMap(definition)) throw new CatalogueError([`${what}: an object is expected.`]);
  const fields = { ...shape.required, ...shape.optional };
  const names = Object.keys(fields);
  const unknown = Object.keys(definition).filter((name) => !names.includes(name) && definition[name] !== undefined);
  const missing = Object.keys(shape.required).filter((name) => definition[name] === undefined);
  const problems = [
    ...unknown.map((name) => `"${name}" is not known here${hint(nearest(name, names))}`),
    ...missing
      .filter((name) => !unknown.some((other) => nearest(other, names) === name))
      .map((name) => `${name} is missing.`),
    ...names.flatMap((name) => {
      const kind = fields[name];
      const value = definition[name];
      if (value === undefined || kind === undefined || isOfKind(value, kind)) return [];
      return [`${name} must be ${describe(kind)}, not ${JSON.stringify(value) ?? typeof value}.`];
    }),
  ];
  if (problems.length > 0) throw new CatalogueError(problems.map((problem) => `${what}: ${problem}`));
}

/** The definition's own name, if it has one, so that a message can be found. */
export function nameOf(definition: unknown, otherwise: string): string {
  return isMap(definition) && typeof definition.displayName === 'string' ? definition.displayName : otherwise;
}

function hint(name: string | undefined): string {
  return name === undefined ? '.' : `; did you mean "${name}"?`;
}

function isOfKind(value: unknown, kind: FieldShape): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'number':
      return typeof value === 'number' && !Number.isNaN(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'map':
      return isMap(value);
    case 'any':
      return true;
    default:
      return kind.some((one) => one === value);
  }
}

function describe(kind: FieldShape): string {
  switch (kind) {
    case 'text':
      return 'a text';
    case 'texts':
      return 'a list of texts';
    case 'number':
      return 'a number';
    case 'flag':
      return 'true or false';
    case 'list':
      return 'a list';
    case 'map':
      return 'an object';
    case 'any':
      return 'given';
    default:
      return kind.map((one) => `"${one}"`).join(' or ');
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The known name that a slip of the hand would turn into this one. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const distances = names.map((known) => ({ known, distance: distance(name.toLowerCase(), known.toLowerCase()) }));
  const [best] = distances.toSorted((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= 2 ? best.known : undefined;
}

/** How many characters have to be added, taken away or replaced (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
