/** Finds a function's handler the way Lambda's Node.js runtime does. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject } from '../json-value.ts';

export type Handler = (...parameters: readonly unknown[]) => unknown;

/**
 * Loads `folder/file.export.nested`: the file is what stands before the first dot of the last path segment.
 *
 * @throws Error named `Runtime.…` as on Lambda, or whatever the module itself throws.
 */
export async function loadHandler(taskRoot: string, handler: string): Promise<Handler> {
  const folder = path.posix.dirname(handler);
  const [file = '', ...exported] = path.posix.basename(handler).split('.');
  const stem = path.join(taskRoot, folder, file);
  const found = ['', '.js', '.mjs', '.cjs'].map((suffix) => stem + suffix).find(isFile);
  if (exported.length === 0) throw named('Runtime.MalformedHandlerName', 'Bad handler');
  if (found === undefined) {
    throw named('Runtime.ImportModuleError', `Error: Cannot find module '${path.posix.join(folder, file)}'`);
  }
  const module: unknown = await import(pathToFileURL(found).href);
  // A CommonJS module's exports are its default export; not all of them are seen as names.
  const candidates = [module, isObject(module) ? module.default : undefined];
  for (const candidate of candidates) {
    const value = exported.reduce(memberOf, candidate);
    if (isHandler(value)) return value;
  }
  throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
}

function isFile(file: string): boolean {
  return path.extname(file) !== '' && existsSync(file);
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) || typeof value === 'function' ? Reflect.get(value, name) : undefined;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
