/** Finds what makes a document invalid by the specification of its own version (OpenAPI 3.0 or 3.1). */
import { type Position, positionOf } from './document-shape.ts';
import { isList, isObject, type JsonObject, type JsonValue, textAt } from './json-value.ts';
import type { Located, Place, ProblemList } from './problem-list.ts';

/** @param bundle a document that refers to nothing outside of itself */
export async function findDocumentProblems(bundle: JsonObject, file: Located, problems: ProblemList): Promise<void> {
  const { validate } = await import('@readme/openapi-parser');
  const checked = JSON.parse(JSON.stringify(withoutSchemaReferences(bundle, 'document')));
  const result = await validate(checked, { resolve: { external: false, file: false } });
  if (result.valid) return;
  // References were resolved in what was handed in; the lines of the messages are those of the result.
  const lines = JSON.stringify(checked, null, 2).split('\n');
  for (const { message } of result.errors) {
    const line = Number(/^> *(\d+) \|/m.exec(message)?.[1] ?? 0);
    problems.add(file, placeOfLine(lines.slice(0, line)), `it is not valid OpenAPI: ${shorten(message)}`);
  }
}

/**
 * Each schema is checked where it is defined. Put in place of all references to it, schemas that refer to each other would
 * make a document of a few hundred of them larger than any memory.
 */
function withoutSchemaReferences(value: JsonValue, position: Position): JsonValue {
  if (isList(value)) return value.map((item, index) => withoutSchemaReferences(item, positionOf(position, index)));
  if (!isObject(value) || position === 'data') return value;
  if (position === 'schemas' && textAt(value, '$ref') !== undefined) return {};
  return Object.fromEntries(
    Object.entries(value)
      // The specification allows extensions among the paths, and the validator does not.
      .filter(([key]) => position !== 'pathItem*' || !key.startsWith('x-'))
      .map(([key, member]) => [key, withoutSchemaReferences(member, positionOf(position, key))]),
  );
}

/** The place of the last of these lines, which are the first ones of a document with two spaces for each level. */
function placeOfLine(lines: readonly string[]): Place {
  const place: (string | number)[] = [];
  for (const line of lines) {
    const depth = (line.length - line.trimStart().length) / 2;
    if (depth === 0 || /^ *[\]}]/.test(line)) continue;
    const key = /^ *("(?:[^"\\]|\\.)*"): /.exec(line)?.[1];
    const before = place[depth - 1];
    const index = typeof before === 'number' ? before + 1 : 0;
    place.splice(depth - 1, place.length, key === undefined ? index : String(JSON.parse(key)));
  }
  return place;
}

/** Without the excerpt of the document, of which only what is written at its caret is kept. */
function shorten(message: string): string {
  const [first = ''] = message.split('\n\n');
  const caret = /^ *\| *\^+ *(.+)$/m.exec(message)?.[1];
  const text = first.replace(/^[A-Z ]+ (?=[a-z])/, '').replaceAll(/\s+/g, ' ');
  return caret === undefined ? text : `${text} (${caret})`;
}
