/** Reads an OpenAPI document, 3.0 or 3.1, JSON or YAML, into the resources and policies of a REST project. */
import path from 'node:path';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import type { OpenApiDescription } from '#core/catalog/openapi-description.ts';
import { bundleFiles } from './openapi/bundle-files.ts';
import { describeDocument, type OpenApiOptions } from './openapi/describe-document.ts';
import { findDocumentProblems } from './openapi/find-document-problems.ts';
import { valueAt } from './openapi/json-value.ts';
import { problemList } from './openapi/problem-list.ts';
import { type ReadSource, type SourceFile, sourceReader } from './openapi/source-files.ts';

export type { OpenApiOptions };

/**
 * An operation that declares no security gets the default policy, and never becomes public by silence. Nothing is asked
 * of the network, and no file outside the document's folder is read.
 *
 * @throws CatalogueError with everything in the document that cannot become part of a project
 */
export async function readOpenApi(file: string, options: OpenApiOptions): Promise<OpenApiDescription> {
  const document = path.resolve(file);
  const readSource = await sourceReader(path.dirname(document));
  try {
    return await read(document, readSource, options);
  } catch (error) {
    // All that reads a document calls itself for each level of it.
    if (!(error instanceof RangeError)) throw error;
    throw new CatalogueError([`${path.basename(document)}: it is nested too deeply.`]);
  }
}

async function read(document: string, readSource: ReadSource, options: OpenApiOptions): Promise<OpenApiDescription> {
  const main = readSource(document);
  assertVersion(main);
  const problems = problemList();
  const bundle = bundleFiles(main, readSource, problems);
  // A reference that leads nowhere would be told twice.
  if (problems.isEmpty()) await findDocumentProblems(bundle, main, problems);
  const description = describeDocument(bundle, options, main, problems);
  problems.throwIfAny();
  return description;
}

function assertVersion({ name, value }: SourceFile): void {
  const version = valueAt(value, 'openapi');
  if (typeof version === 'string' && /^3\.[01]\.\d+/.test(version)) return;
  const swagger = valueAt(value, 'swagger');
  const found = version ?? (swagger === undefined ? 'none' : `Swagger ${swagger}`);
  throw new CatalogueError([
    `${name}: it must be an OpenAPI document of version 3.0 or 3.1, such as "3.1.0"; its version is ${found}.`,
  ]);
}
