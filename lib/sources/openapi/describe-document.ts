/** Describes a document as a part of a REST project: its server, resources and policies, and itself for callers. */
import { findPathProblems } from '#core/catalog/find-resource-problems.ts';
import type { OpenApiDescription } from '#core/catalog/openapi-description.ts';
import type { ProjectDocument } from '#core/catalog/project-document.ts';
import { groupResources } from './group-resources.ts';
import type { JsonObject } from './json-value.ts';
import { listOperations } from './list-operations.ts';
import { accessPolicies, type PolicyOptions } from './policies-by-access.ts';
import type { Located, ProblemList } from './problem-list.ts';
import { accessReader } from './required-access.ts';
import { resourcePaths } from './resource-paths.ts';
import { servedDocument } from './served-document.ts';
import { absoluteServerOf } from './server-url.ts';
import { chooseTokenScheme } from './token-scheme.ts';

export interface OpenApiOptions extends PolicyOptions {
  /** The security scheme that stands for access tokens. @default - the only one of type oauth2, openIdConnect or http bearer */
  readonly securityScheme?: string;
  /** Where the project serves the document, for instance `/openapi.json`, to whoever asks. @default - nowhere */
  readonly serveDocumentAt?: string;
}

/** @param bundle the document with everything that it refers to; what it says is only of use while there are no problems */
export function describeDocument(
  bundle: JsonObject,
  options: OpenApiOptions,
  file: Located,
  problems: ProblemList,
): OpenApiDescription {
  const scheme = chooseTokenScheme(bundle, options.securityScheme, file, problems);
  const accessOf = accessReader(bundle, scheme, file, problems);
  const found = listOperations(bundle, file, problems);
  const paths = resourcePaths([...new Set(found.map(({ path }) => path))], file, problems);
  const { nameOf, scopesOf, policies } = accessPolicies(options);
  const operations = found.flatMap((operation) => {
    const resourcePath = paths.get(operation.path);
    const access = accessOf(operation);
    if (resourcePath === undefined || access === undefined) return [];
    return [{ ...operation, resourcePath, policy: nameOf(access), scopes: scopesOf(access) }];
  });
  const { serveDocumentAt } = options;
  const documents: ProjectDocument[] = [];
  if (serveDocumentAt !== undefined) {
    for (const problem of findServingProblems(serveDocumentAt)) problems.addText(`${file.name}: ${problem}`);
    const taken = operations.find(({ resourcePath, method }) => resourcePath === serveDocumentAt && method === 'GET');
    if (taken !== undefined) {
      problems.add(file, taken.place, 'the document itself is to be served there; choose another serveDocumentAt.');
    }
    const served = servedDocument(bundle, typeof scheme === 'string' ? undefined : scheme, operations);
    documents.push({
      path: serveDocumentAt,
      query: '',
      contentType: 'application/json',
      text: JSON.stringify(served),
    });
  }
  return {
    server: absoluteServerOf(bundle, file, problems),
    policies: policies(),
    resources: groupResources(operations),
    documents,
  };
}

function findServingProblems(path: string): readonly string[] {
  return /[{}]/.test(path) || path === '/'
    ? ['serveDocumentAt must be a fixed path below the project, such as /openapi.json.']
    : findPathProblems(path).map((problem) => `serveDocumentAt: ${problem}`);
}
