/** Reads the files that a catalogue names: WSDL files and OpenAPI documents become projects like any other. */
import path from 'node:path';
import type { ApiProject } from '#core/catalog/api-project.ts';
import { type Catalogue, defineCatalogue, isRead } from '#core/catalog/catalogue.ts';
import type { CatalogueDefinition } from '#core/catalog/catalogue-definition.ts';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import { completeOpenApiProject } from '#core/catalog/define-openapi-project.ts';
import { completeWsdlProject } from '#core/catalog/define-wsdl-project.ts';
import type { OpenApiSource, SourceProject, WsdlSource } from '#core/catalog/source-project.ts';

/**
 * @param folder that the names of files are relative to: `projects/`
 * @throws CatalogueError with the problems of every file, and then with those of the catalogue as a whole
 */
export async function readSources(definition: CatalogueDefinition, folder: string): Promise<Catalogue> {
  const problems: string[] = [];
  const projects: ApiProject[] = [];
  for (const project of definition.projects) {
    if (isRead(project)) {
      projects.push(project);
      continue;
    }
    try {
      projects.push(await readSource(project, folder));
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      problems.push(...error.problems.map((problem) => said(project, problem, folder)));
    }
  }
  if (problems.length > 0) throw new CatalogueError(problems);
  return defineCatalogue({ ...definition, projects });
}

/** With the project before it, and the file as the project names it. */
function said({ displayName }: SourceProject, problem: string, folder: string): string {
  const told = problem.startsWith(`${folder}${path.sep}`) ? problem.slice(folder.length + 1) : problem;
  return told.startsWith(`${displayName}: `) ? told : `${displayName}: ${told}`;
}

function readSource(project: SourceProject, folder: string): Promise<ApiProject> {
  switch (project.kind) {
    case 'wsdl-source':
      return readWsdlProject(project, folder);
    case 'openapi-source':
      return readOpenApiProject(project, folder);
  }
}

/** The parsers are loaded when they are needed: most catalogues name no file of their kind. */
async function readWsdlProject(source: WsdlSource, folder: string): Promise<ApiProject> {
  const { readWsdl } = await import('./read-wsdl.ts');
  const { file, portNames } = source;
  return completeWsdlProject(
    source,
    readWsdl(path.join(folder, file), portNames === undefined ? {} : { ports: portNames }),
  );
}

async function readOpenApiProject(source: OpenApiSource, folder: string): Promise<ApiProject> {
  const { readOpenApi } = await import('./read-openapi.ts');
  const { file, secureWith, securityScheme, serveDocumentAt } = source;
  const { locations, queryParameter, attributes } = secureWith;
  const description = await readOpenApi(path.join(folder, file), {
    location: locations,
    attributes,
    securedBy: secureWith,
    ...(locations.includes('query') ? { queryParameter } : {}),
    ...(securityScheme === undefined ? {} : { securityScheme }),
    ...(serveDocumentAt === undefined ? {} : { serveDocumentAt }),
  });
  return completeOpenApiProject(source, description);
}
