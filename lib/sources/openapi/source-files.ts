/** Reads the files of a document, JSON or YAML, within bounds; and tells on which line something stands. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode, LineCounter, Node } from 'yaml';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import type { JsonValue } from './json-value.ts';
import type { Located, Place } from './problem-list.ts';

export interface SourceFile extends Located {
  /** Absolute. */
  readonly path: string;
  readonly value: JsonValue;
}

/** Each file is read once. @throws CatalogueError when it cannot be read or parsed */
export type ReadSource = (file: string) => SourceFile;

/** Of all files together. */
const MAXIMUM_BYTES = 5_000_000;
/** What is told of a file that cannot be parsed: most errors follow from the first ones. */
const MAXIMUM_ERRORS = 5;
/** Instead of what the parser says to programmers. */
const MESSAGES: Readonly<Partial<Record<ErrorCode, string>>> = {
  MULTIPLE_DOCS: 'a second document begins here; a file holds one.',
  RESOURCE_EXHAUSTION: 'it is nested too deeply.',
};
/** How many nodes aliases may stand for: more than a person writes, fewer than a bomb needs. */
const MAXIMUM_ALIASES = 1000;

/** @param folder the folder of the document, which names in messages are relative to */
export async function sourceReader(folder: string): Promise<ReadSource> {
  // Most projects are not made from documents: what parses them is loaded by those that are.
  const yaml = await import('yaml');
  const read = new Map<string, SourceFile>();
  let bytes = 0;

  const parse = (file: string, name: string): SourceFile => {
    const size = sizeOf(file, name);
    bytes += size;
    if (bytes > MAXIMUM_BYTES) {
      throw new CatalogueError([`${name}: with it the document is larger than ${MAXIMUM_BYTES / 1_000_000} MB.`]);
    }
    const lines = new yaml.LineCounter();
    try {
      const text = readFileSync(file, 'utf8');
      const document = yaml.parseDocument(text, {
        lineCounter: lines,
        merge: true,
        prettyErrors: false,
        logLevel: 'error',
      });
      const problems = document.errors
        .slice(0, MAXIMUM_ERRORS)
        .map(({ code, message, pos }) => `${name}:${lines.linePos(pos[0]).line}: ${MESSAGES[code] ?? message}`);
      if (problems.length > 0) throw new CatalogueError([...new Set(problems)]);
      const value: JsonValue = document.toJS({ maxAliasCount: MAXIMUM_ALIASES });
      const lineOf = (place: Place) => findLine(document.contents, place, lines, yaml);
      return { path: file, name, value, lineOf };
    } catch (error) {
      // So the parser says that aliases stand for too much, or for nothing.
      if (error instanceof ReferenceError) throw new CatalogueError([`${name}: ${error.message}.`]);
      throw error;
    }
  };

  return (file) => {
    const known = read.get(file);
    if (known !== undefined) return known;
    const source = parse(file, path.relative(folder, file).replaceAll(path.sep, '/'));
    read.set(file, source);
    return source;
  };
}

function sizeOf(file: string, name: string): number {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new CatalogueError([`${name}: there is no such file (looked for at ${file}).`]);
  if (!stats.isFile()) throw new CatalogueError([`${name}: it is not a file.`]);
  return stats.size;
}

function findLine(root: Node | null, place: Place, lines: LineCounter, yaml: typeof import('yaml')): number {
  let current: unknown = root;
  let offset = 0;
  for (const key of place) {
    if (yaml.isMap(current)) {
      const pair = current.items.find((item) => yaml.isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) break;
      if (yaml.isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      current = pair.value;
    } else if (yaml.isSeq(current)) {
      current = current.items[Number(key)];
      if (!yaml.isNode(current)) break;
      offset = current.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}
