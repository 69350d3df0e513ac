/** Finds what a reference stands for: in its own file, or in another one in the document's folder. Never on the network. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import { isBelow } from '../wsdl/resolve-location.ts';
import { parseReference } from './json-pointer.ts';
import { isObject, type JsonObject, type JsonValue, textAt, valueAt } from './json-value.ts';
import type { ReadSource, SourceFile } from './source-files.ts';

/** Something in a file. */
export interface Spot<Value extends JsonValue = JsonValue> {
  readonly value: Value;
  readonly source: SourceFile;
  readonly place: readonly (string | number)[];
}

type Find = (reference: string, from: SourceFile) => Spot<JsonObject> | string;

/** @returns a function that gives the message, where there is nothing to be found */
export function targetFinder(document: SourceFile, readSource: ReadSource): Find {
  const locate: Find = (text, from) => locateTarget(text, from, document, readSource);
  return (text, from) => {
    const target = locate(text, from);
    if (typeof target === 'string') return target;
    return leadsBack(target, locate, [target.value]) ? `$ref "${text}" leads back to itself.` : target;
  };
}

/** Whether a target is nothing but a reference to another one, and so on in a circle. */
function leadsBack({ value, source }: Spot, locate: Find, passed: readonly JsonValue[]): boolean {
  const reference = textAt(value, '$ref');
  const next = reference === undefined ? '' : locate(reference, source);
  // What cannot be found is told where it is referred to.
  if (typeof next === 'string') return false;
  return passed.includes(next.value) || leadsBack(next, locate, [...passed, next.value]);
}

/** Whether symbolic links lead out of the folder; where the document is one itself, its own folder will do as well. */
function leadsAway(file: string, document: string): boolean {
  if (!existsSync(file)) return false;
  const folders = [realpathSync(path.dirname(document)), path.dirname(realpathSync(document))];
  return !folders.some((folder) => isBelow(folder, realpathSync(file)));
}

function locateTarget(
  text: string,
  from: SourceFile,
  document: SourceFile,
  readSource: ReadSource,
): Spot<JsonObject> | string {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(text)) {
    return `$ref "${text}" is a URL, and only local files are read; put a copy beside the document and refer to that.`;
  }
  const reference = parseReference(text);
  if (reference === undefined) {
    return `$ref "${text}" must be a file, a JSON pointer such as #/components/schemas/Item, or both.`;
  }
  const file = reference.file === '' ? from.path : path.resolve(path.dirname(from.path), reference.file);
  // What a document takes in may be served to everybody: it must not reach for other files of the machine.
  if (!file.startsWith(path.join(path.dirname(document.path), path.sep))) {
    return `$ref "${text}" leaves the folder of the document; put the file into it.`;
  }
  if (leadsAway(file, document.path)) {
    return `$ref "${text}" leaves the folder of the document; put the file into it.`;
  }
  try {
    const source = readSource(file);
    const value = valueAt(source.value, ...reference.keys);
    if (isObject(value)) return { value, source, place: reference.keys };
    return `$ref "${text}" leads to nothing: ${source.name} has no object there.`;
  } catch (error) {
    if (error instanceof CatalogueError) return `$ref "${text}": ${error.problems.join(' ')}`;
    throw error;
  }
}
