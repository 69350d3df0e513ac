/** The operations of an OpenAPI document as a person reads them in its YAML: none of the product's reader is in it. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface DocumentOperation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  /** What a token must hold, sorted; undefined for a public one. */
  readonly scopes: readonly string[] | undefined;
}

export interface ReadableDocument {
  readonly operations: readonly DocumentOperation[];
  readonly paths: readonly string[];
  /** That any operation needs, sorted. */
  readonly scopes: readonly string[];
}

export const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const;

/** @param scheme the security scheme that stands for our tokens; alternatives to it are not for our callers */
export function readOperations(file: string, scheme: string): ReadableDocument {
  const { security: general, paths } = parse(readFileSync(file, 'utf8'));
  const operations = Object.entries<Record<string, { security?: Record<string, string[]>[] }>>(paths).flatMap(
    ([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method.toLowerCase()];
        if (operation === undefined) return [];
        const security = operation.security ?? general;
        const scopes = security.find((one: object) => scheme in one)?.[scheme].toSorted();
        return [{ method, path, scopes }];
      }),
  );
  const scopes = new Set(operations.flatMap((operation) => operation.scopes ?? []));
  return { operations, paths: Object.keys(paths), scopes: [...scopes].sort() };
}

/** A path with every variable filled in. */
export function fillPath(path: string, value = 'any-1'): string {
  return path.replaceAll(/\{[^}]+\}/g, value);
}
