/** Lists the operations of a document. What a path item or an operation asks for that a gateway cannot do is refused. */
import type { Method } from '#core/catalog/api-project.ts';
import { entriesAt, isObject, type JsonObject, valueAt } from './json-value.ts';
import type { Located, Place, ProblemList } from './problem-list.ts';
import { serverUrlOf } from './server-url.ts';

export interface Operation {
  /** As the document has it. */
  readonly path: string;
  readonly method: Method;
  readonly definition: JsonObject;
  readonly place: Place;
}

const METHOD_OF: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['head', 'HEAD'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
]);

/** More than a REST API of API Gateway takes. */
const MAXIMUM_OPERATIONS = 2000;

export function listOperations(bundle: JsonObject, file: Located, problems: ProblemList): readonly Operation[] {
  // The specification's default is the root of wherever the document was found.
  const server = serverUrlOf(bundle) ?? '';
  const operations: Operation[] = [];
  const checkServers = (holder: JsonObject, place: Place) => {
    const own = serverUrlOf(holder);
    if (own === undefined || own === server) return;
    problems.add(
      file,
      [...place, 'servers'],
      `"${own}" is not the server of the document (${server === '' ? 'it names none' : server}), and a project has one target; make it a project of its own.`,
    );
  };
  for (const [path, item] of entriesAt(bundle, 'paths')) {
    if (path.startsWith('x-') || !isObject(item)) continue;
    checkServers(item, ['paths', path]);
    for (const [key, definition] of Object.entries(item)) {
      const place = ['paths', path, key];
      if (key === 'trace') problems.add(file, place, 'API Gateway has no TRACE; leave it out.');
      const method = METHOD_OF.get(key);
      if (method === undefined || !isObject(definition)) continue;
      checkServers(definition, place);
      operations.push({ path, method, definition, place });
    }
  }
  if (operations.length === 0 && valueAt(bundle, 'paths') !== undefined) {
    problems.add(file, ['paths'], 'there are no operations; a project needs at least one.');
  } else if (operations.length === 0) {
    problems.add(file, [], 'it has no paths; a project needs at least one operation.');
  }
  if (operations.length > MAXIMUM_OPERATIONS) {
    problems.add(
      file,
      ['paths'],
      `there are ${operations.length} operations; at most ${MAXIMUM_OPERATIONS} are read. Divide the document.`,
    );
  }
  return operations;
}
